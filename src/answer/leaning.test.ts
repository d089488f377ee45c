import { expect, test } from 'vitest'
import { evidenceFor } from '../../test/quoted.ts'
import { quoteText } from './choose.ts'
import { withAntecedent, withOutcome } from './leaning.ts'

/** What is quoted for the sentence that begins with some words. */
async function quoted(text: string, start: string): Promise<string> {
  return quoteText(withOutcome(withAntecedent(await evidenceFor(text, start))))
}

const EN =
  'Fees\n\nThe parking permit costs 40 dollars a year. It also covers one visitor on weekends. It is forbidden to park on the grass. Dogs are welcome.\n\nThey must be on a leash.'
const FR =
  'Tarifs\n\nLes cartes de membre coûtent 12 dollars. Celles-ci sont valides un an. Il faut les renouveler en mars. Ilots et terrasses sont fermés.\n\nElles ouvrent en mai.'

test.each([
  [EN, 'It also', 'The parking permit costs 40 dollars a year. It also covers one visitor on weekends.'],
  [FR, 'Celles-ci', 'Les cartes de membre coûtent 12 dollars. Celles-ci sont valides un an.'],
])('a sentence that leans on the one before it is quoted with it', async (text, start, quote) => {
  expect(await quoted(text, start)).toBe(quote)
})

test.each([
  [EN, 'It is forbidden', 'It is forbidden to park on the grass.'],
  [EN, 'The parking', 'The parking permit costs 40 dollars a year.'],
  [EN, 'They must', 'They must be on a leash.'],
  [FR, 'Il faut', 'Il faut les renouveler en mars.'],
  [FR, 'Ilots', 'Ilots et terrasses sont fermés.'],
  [FR, 'Elles ouvrent', 'Elles ouvrent en mai.'],
])('what stands by itself, or in a paragraph of its own, is quoted alone (negative control)', async (text, start, quote) => {
  expect(await quoted(text, start)).toBe(quote)
})

test('a quote that would become long stays as it is (negative control)', async () => {
  const long = `The permit covers ${'the northern part of the harbour and '.repeat(12)}the market. It also covers the church square.`
  expect(await quoted(`Permits\n\n${long}`, 'It also')).toBe('It also covers the church square.')
})

const MINUTES =
  'Minutes\n\nMoved by Ms. Roe that the limit on Mill Road be lowered. LOST 1-3.\n\nMoved by Mr. Hill that the rink be closed.\n\nMotion carried.\n\nMoved by Ms. Roe that Council adjourn. The next meeting is in May. Carried interest is taxed.'
const PROCES_VERBAL =
  'Procès-verbal\n\nIl est proposé par M. Roy que la patinoire ferme. Adoptée à l’unanimité.\n\nLe conseil entend Mme Roy. Adopté en 2019, le plan est connu.'

test.each([
  [MINUTES, 'Moved by Ms. Roe that the limit', 'Moved by Ms. Roe that the limit on Mill Road be lowered. LOST 1-3.'],
  [MINUTES, 'Moved by Mr. Hill', 'Moved by Mr. Hill that the rink be closed.\n\nMotion carried.'],
  [PROCES_VERBAL, 'Il est proposé', 'Il est proposé par M. Roy que la patinoire ferme. Adoptée à l’unanimité.'],
])('a motion is quoted with what became of it', async (text, start, quote) => {
  expect(await quoted(text, start)).toBe(quote)
})

test.each([
  [MINUTES, 'Moved by Ms. Roe that Council', 'Moved by Ms. Roe that Council adjourn.'],
  [PROCES_VERBAL, 'Le conseil entend', 'Le conseil entend Mme Roy.'],
])('… and another sentence behind it is none (negative control)', async (text, start, quote) => {
  expect(await quoted(text, start)).toBe(quote)
})
