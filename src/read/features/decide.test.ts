import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { corpusOf } from '../../../test/corpus.ts'
import { openHashingModels } from '../../embed/hashing.ts'
import { find } from '../../retrieve/find.ts'
import { understand } from '../../understand/understand.ts'
import { type Candidate, findCandidates, type ReadQuestion, readQuestion } from './candidates.ts'
import { confidence, DECISION_FEATURES, decisionFeatures, isRuledOut, scoreCandidate } from './decide.ts'

const TEXT =
  'The northern port\n\nThe harbour was opened in 1925 by the Roy company. The harbour welcomes many visitors every year. Bread is sold in the market beside the church.'

/** The question as it is read, and the candidate that begins with some words. */
async function read(text: string): Promise<{ question: ReadQuestion; starting: (words: string) => Candidate }> {
  const models = openHashingModels(256)
  const corpus = await corpusOf({ 'a.txt': TEXT }, models)
  const { question } = await understand({ text, language: 'en' }, { words: corpus.vocabulary })
  const { question: analysed, hits } = await find(question, corpus, models, 5)
  const own = readQuestion(analysed)
  const candidates = findCandidates(own, hits)
  const starting = (words: string): Candidate => {
    const found = candidates.find(({ span }) => TEXT.startsWith(words, span.start))
    if (!found) throw new Error(`no candidate begins with ${words}`)
    return found
  }
  return { question: own, starting }
}

test('the sentence that answers scores higher, and is surer, than one that meets nothing (negative control)', async () => {
  const { question, starting } = await read('When was the harbour opened?')
  const [right, wrong] = [starting('The harbour was opened'), starting('Bread is sold')]
  expect(scoreCandidate(right)).toBeGreaterThan(scoreCandidate(wrong))
  const sure = (candidate: Candidate): number => confidence(decisionFeatures(question, candidate))
  expect(sure(right)).toBeGreaterThan(sure(wrong))
  for (const candidate of [right, wrong]) {
    expect(sure(candidate)).toBeGreaterThanOrEqual(0)
    expect(sure(candidate)).toBeLessThanOrEqual(1)
  }
})

test('every decision feature lies in 0 to 1; nothing of a question that is met in full is unmet', async () => {
  const { question, starting } = await read('When was the harbour opened?')
  const features = decisionFeatures(question, starting('The harbour was opened'))
  for (const name of DECISION_FEATURES) {
    expect(features[name], name).toBeGreaterThanOrEqual(0)
    expect(features[name], name).toBeLessThanOrEqual(1)
  }
  expect([features.unmet, features.presupposed]).toEqual([0, 0])
})

test('what a question of a date takes for granted must be met, what another asks need not', async () => {
  const asked = await read('When was the harbour abolished?')
  const features = decisionFeatures(asked.question, asked.starting('The harbour was opened'))
  expect(features.presupposed).toBeGreaterThan(0)
  expect(features.presupposed).toBe(features.unmet)
  const other = await read('Who abolished the harbour?')
  expect(decisionFeatures(other.question, other.starting('The harbour was opened'))).toMatchObject({ presupposed: 0 })
})

test('a date was asked for: a sentence without one is ruled out, one with a date is not (negative control)', async () => {
  const { question, starting } = await read('When was the harbour opened?')
  expect(isRuledOut(question, starting('The harbour welcomes'))).toBe(true)
  expect(isRuledOut(question, starting('The harbour was opened'))).toBe(false)
})

test('the weights are calibrated: eval/fit.ts alone is half of the way', () => {
  const { provenance } = JSON.parse(readFileSync(new URL('./weights.json', import.meta.url), 'utf8'))
  const sets: { name: string; questions: number }[] = provenance.calibration.sets
  expect(sets.map(({ name }) => name)).toEqual(expect.arrayContaining(['seeds', 'public']))
  for (const { questions } of sets) expect(questions).toBeGreaterThan(100)
})
