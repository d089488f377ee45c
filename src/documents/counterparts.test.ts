import { expect, test } from 'vitest'
import type { SourceDocument } from '../domain.ts'
import { type ComparedDocument, findCounterparts } from './counterparts.ts'

const document = (source: string, language: 'en' | 'fr', more: Partial<SourceDocument> = {}): SourceDocument => ({
  ...{ id: source, source, title: source, language, text: 'x'.repeat(600), sha256: '', sentences: [], blocks: [] },
  ...more,
})
const compared = (documents: readonly SourceDocument[]): ComparedDocument[] =>
  documents.map(({ text, ...facts }) => ({ ...facts, characters: text.length, text: () => text }))
const none = (count: number): undefined[] => Array.from({ length: count }, () => undefined)
const names = (...documents: SourceDocument[]): string[] =>
  [...findCounterparts(compared(documents), none(documents.length))]
    .filter(([a, b]) => a < b)
    .map(([a, b]) => `${documents[a]?.source} ${documents[b]?.source}`)

test.each([
  ['policy.en.md', 'policy.fr.md'],
  ['policy-eng.pdf', 'politique-eng.pdf', 'policy-fra.docx'],
  ['en/a/policy.md', 'fr/a/policy.md'],
  ['a_e.txt', 'a_f.txt'],
  ['fr-policy.html', 'en-policy.html'],
])('names that differ in their language alone: %s', (...sources) => {
  const documents = sources.map((source) => document(source, /(?:^|[-_./])(?:fr|fra|f)(?:[-_./]|$)/.test(source) ? 'fr' : 'en'))
  expect(names(...documents)).toEqual([[sources[0], sources.at(-1)].join(' ')])
})

test.each([
  ['other names', [document('en/a.md', 'en'), document('fr/b.md', 'fr')]],
  ['no mark of a language', [document('a.md', 'en'), document('a.txt', 'fr')]],
  ['the same language', [document('en/a.md', 'en'), document('fr/a.md', 'en')]],
  ['three of a name', [document('a.en.md', 'en'), document('a.fr.md', 'fr'), document('a.fr.txt', 'fr')]],
] as const)('… but not %s (a twin)', (_, documents) => {
  expect(names(...documents)).toEqual([])
})

test('links count when both name the other, and lead nowhere outside', () => {
  const en = document('guide/one.html', 'en', { translations: ['../docs/un.html?x=1#y', 'https://evil.example/un.html', '%'] })
  const fr = document('docs/un.html', 'fr', { translations: ['../guide/one.html'] })
  expect(names(en, fr)).toEqual(['guide/one.html docs/un.html'])
  expect(names(en, { ...fr, translations: [] })).toEqual([])
})

test('of two with the very same numbers a lower likeness is enough; of others it is not (negative control)', () => {
  const [near, less] = [Float32Array.of(1, 0), Float32Array.of(0.8, 0.6)]
  const holding = (name: string, language: 'en' | 'fr', ...numbers: number[]): SourceDocument =>
    document(name, language, { text: `${'x'.repeat(600)} ${numbers.join(' ')}` })
  const own = [11, 12, 13, 14, 15, 16, 17, 18, 19]
  const pairs = (...other: number[]): number =>
    findCounterparts(compared([holding('a.txt', 'en', ...own), holding('b.txt', 'fr', ...other)]), [near, less]).size / 2
  expect(pairs(...own)).toBe(1)
  expect(pairs(...own.slice(0, 8), 99)).toBe(1)
  expect(pairs(...own.slice(0, 7))).toBe(0)
  expect(pairs(...own, 21, 22, 23, 24, 25)).toBe(0)
})

test('content counts when both are each other’s nearest, of like length and with the same numbers', () => {
  const near = Float32Array.of(1, 0, 0)
  const nearly = Float32Array.of(0.95, Math.sqrt(1 - 0.95 ** 2), 0)
  const far = Float32Array.of(0, 0, 1)
  const pairs = (a: SourceDocument, b: SourceDocument, vector: Float32Array): number =>
    findCounterparts(compared([a, b]), [near, vector]).size / 2
  const en = document('a.txt', 'en')
  const fr = document('b.txt', 'fr')
  expect(pairs(en, fr, nearly)).toBe(1)
  expect(pairs(en, fr, far)).toBe(0)
  expect(pairs(en, { ...fr, text: 'x'.repeat(2000) }, nearly)).toBe(0)
  expect(pairs({ ...en, text: 'x'.repeat(100) }, { ...fr, text: 'x'.repeat(100) }, nearly)).toBe(0)
  const dated = (year: number, own: SourceDocument): SourceDocument => ({
    ...own,
    text: `${own.text} ${year} ${year + 1} ${year + 2} ${year + 3}`,
  })
  expect(pairs(dated(1990, en), dated(1990, fr), nearly)).toBe(1)
  expect(pairs(dated(1990, en), dated(2010, fr), nearly)).toBe(0)
})
