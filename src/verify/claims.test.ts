import { expect, test } from 'vitest'
import type { Language } from '../domain.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { type ClaimFault, checkClaim } from './claims.ts'

const { wordTable } = openHashingModels(256)
const SOURCE = 'The harbour of Gaspé was opened in 1925 by the Roy company. It does not take ships in winter.'
const check = (sentence: string, text = SOURCE, language: Language = 'en', asked: string[] = []): Promise<ClaimFault | undefined> =>
  checkClaim(sentence, [{ text, language: 'en' }], language, wordTable, asked)

const OPENED = 'The harbour of Gaspé was opened in 1925 by the Roy company.'

test('a sentence that its source states has no fault', async () => {
  expect(await check(OPENED, OPENED)).toBeUndefined()
})

test.each<[ClaimFault, string]>([
  ['fact', 'The harbour of Gaspé was opened in 1926 by the Roy company.'],
  ['name', 'The harbour of Rimouski was opened in 1925 by the Roy company.'],
  ['negation', 'The harbour of Gaspé was never opened in 1925 by the Roy company.'],
  ['language', 'Le port de Gaspé a été ouvert en 1925 par la compagnie Roy.'],
  ['markup', 'The harbour of Gaspé was opened in 1925, see https://example.org.'],
  ['unsupported', 'Wild strawberries taste sweetest early on sunny mornings.'],
])('… altered in one respect it has the fault %s (negative control): %s', async (fault, sentence) => {
  expect(await check(sentence, OPENED)).toBe(fault)
})

test('a sentence without a span cites nothing', async () => {
  expect(await checkClaim(OPENED, [], 'en', wordTable)).toBe('no-citation')
})

test('a denial needs a source that denies', async () => {
  const denied = 'It does not take ships in winter.'
  expect(await check(denied, denied)).toBeUndefined()
  expect(await check('It does take ships in winter.', denied)).toBe('negation')
})

test.each([
  ['By-law No. 12 takes effect in May 2020.', 'Le règlement 12 prend effet en mai 2020.', 'fr'],
  ['The pass for non-residents costs 12 dollars.', 'Le laissez-passer des non-résidents coûte 12 dollars.', 'fr'],
] as const)('a number or a name with "no" or "non" in it denies nothing: %s', async (source, sentence, language) => {
  expect(await checkClaim(sentence, [{ text: source, language: 'en' }], language, wordTable)).not.toBe('negation')
  expect(await checkClaim(source, [{ text: sentence, language }], 'en', wordTable)).not.toBe('negation')
})

test('what is cited must meet a word of the question', async () => {
  expect(await check(OPENED, OPENED, 'en', ['harbour'])).toBeUndefined()
  expect(await check(OPENED, OPENED, 'en', ['strawberry'])).toBe('off-topic')
})
