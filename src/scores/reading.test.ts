import { expect, test } from 'vitest'
import type { Language } from '../domain.ts'
import { answerF1, normaliseAnswer, type ReadingRun, scoreReading } from './reading.ts'

test.each([
  ['The Harbour-master, of  a town.', 'en', 'harbour master of town'],
  ['L’aînée des trois sœurs', 'fr', 'aînée trois sœurs'],
  ["l'école et la mairie", 'fr', 'école et mairie'],
  // "le" is no article in English, "a" none in French; within a word neither is.
  ['le theatre', 'en', 'le theatre'],
  ['il a une lampe', 'fr', 'il a lampe'],
] as const)('normalised: %s (%s)', (text, language, expected) => {
  expect(normaliseAnswer(text, language)).toBe(expected)
})

test('word F1 by hand: two of three found words, two of two gold words', () => {
  expect(answerF1('the old harbour master', 'harbour master', 'en')).toBeCloseTo((2 * 2) / (3 + 2))
  // A word that is found twice counts as often as it is wanted.
  expect(answerF1('port port', 'port', 'fr')).toBeCloseTo((2 * 1) / (2 + 1))
  expect(answerF1('the', 'a', 'en')).toBe(1)
  expect(answerF1('the', 'harbour', 'en')).toBe(0)
})

function run(
  answers: string[],
  span: string | undefined,
  quote = span,
  lang: Language = 'en',
  answerable?: boolean,
  confidence = 0.5,
): ReadingRun {
  return {
    confidence,
    question: { question: 'q', lang, passage: 'p', answers, ...(answerable === undefined ? {} : { answerable }) },
    span,
    quote,
  }
}

test('scores by hand: exact, in part, refused; a right and a wrong "no answer"', () => {
  const scores = scoreReading([
    run(['in 1871', '1871'], '1871.'),
    run(['harbour master'], 'the old harbour master', 'He asked the old harbour master again.'),
    run(['blue'], undefined),
    run([], undefined),
    // Somebody may give plausible answers that are none.
    run(['1902'], '1902', '1902', 'en', false),
  ])
  expect(scores).toEqual({
    questions: 5,
    answerable: 3,
    exact: 1 / 3,
    f1: expect.closeTo((1 + 0.8 + 0) / 3),
    quoted: 2 / 3,
    noAnswer: 1 / 2,
    noAnswerAtTenth: 0,
    area: 1 / 2,
    overall: expect.closeTo((1 + 0.8 + 0 + 1 + 0) / 5),
  })
})

test('a quote holds an answer as whole words alone', () => {
  expect(scoreReading([run(['87'], 'in 1871')]).quoted).toBe(0)
  expect(scoreReading([run(['1871'], 'in 1871')]).quoted).toBe(1)
  expect(scoreReading([run(['x'], 'x')]).noAnswer).toBeNaN()
})

test('refused at the threshold that costs a tenth of the answerable ones; area of one kind against the other', () => {
  const sure = (confidence: number, answers = ['x']): ReadingRun => run(answers, undefined, undefined, 'en', undefined, confidence)
  const answerable = [0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1].map((confidence) => sure(confidence))
  // One of ten answerable ones lies below 0.4: two of the three others do.
  const scores = scoreReading([...answerable, sure(0.1, []), sure(0.3, []), sure(0.45, [])])
  expect(scores.noAnswerAtTenth).toBeCloseTo(2 / 3)
  expect(scores.area).toBeCloseTo((10 + 9 + 8) / 30)
  expect(scoreReading([sure(0.1, [])])).toMatchObject({ noAnswerAtTenth: Number.NaN, area: Number.NaN })
})
