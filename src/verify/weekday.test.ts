import { expect, test } from 'vitest'
import { corpusOf } from '../../test/corpus.ts'
import { type Evidence, textOf } from '../domain.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { find } from '../retrieve/find.ts'
import { understand } from '../understand/understand.ts'
import { ofSameDay } from './weekday.ts'

const TEXTS = {
  'hall.txt':
    'Norwick Town Hall\n\nThe hall was built in 1911.\n\nOffice hours\nSaturday closed\nMonday to Thursday 9 to 5\nFriday 9 to noon\n\nThe roof was renewed in 2004.',
  'comptoir.txt':
    'Le comptoir\n\nOn l’a peint.\n\nHeures\nDu lundi au mercredi, 9 h à 16 h\nVendredi, 9 h à midi\nDimanche, fermé\n\nOn y entre.',
}

/** The lines of a document that remain, in their order, where a reader puts the first of them first and is as sure of each. */
async function remaining(text: string, source: string, confidence = 0.9): Promise<string[]> {
  const models = openHashingModels(256)
  const corpus = await corpusOf(TEXTS, models)
  const { question } = await understand({ text }, { words: corpus.vocabulary })
  const found = await find(question, corpus, models, 5)
  const passages = found.hits.map((hit) => hit.passage).filter((own) => own.source === source)
  const passage = passages.find(({ sentences }) => sentences.some(({ kind }) => kind === 'item'))
  if (!passage) throw new Error(`no list of ${source} was found`)
  const evidence = passage.sentences
    .filter(({ kind }) => kind === 'item')
    .map((sentence): Evidence => ({ passage, sentence, span: { start: sentence.start, end: sentence.end }, relevance: 1, confidence }))
  return ofSameDay(found.question, evidence, 0.3).map((own) => textOf(own.passage, own.span))
}

test.each([
  ['When is the hall open on Friday?', 'hall.txt', ['Friday 9 to noon']],
  ['When is the hall open on Tuesday?', 'hall.txt', ['Monday to Thursday 9 to 5']],
  ['Le comptoir ouvre à quelle heure le vendredi ?', 'comptoir.txt', ['Vendredi, 9 h à midi']],
  ['When is the comptoir open on Fridays?', 'comptoir.txt', ['Vendredi, 9 h à midi']],
])('the line of the day that is asked for: %s', async (question, source, lines) => {
  expect(await remaining(question, source)).toEqual(lines)
})

test.each([
  ['a day of which nothing is said', 'When is the hall open on Sunday?', 0.9],
  ['the day that was read first', 'When is the hall open on Saturday?', 0.9],
  ['no day', 'When is the hall open?', 0.9],
  ['a line that is no likely answer', 'When is the hall open on Friday?', 0.2],
])('… and all lines for %s (negative control)', async (_, question, confidence) => {
  expect(await remaining(question, 'hall.txt', confidence)).toEqual(['Saturday closed', 'Monday to Thursday 9 to 5', 'Friday 9 to noon'])
})
