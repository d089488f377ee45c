/**
 * The check of claims on pairs of a sentence and what it cites, written for it: 50 facts, each as a source and as a sentence in both languages,
 * so 200 pairs, half of them across languages. What is right passes; what is altered is caught.
 */
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { DEFAULT_MODEL } from '../../src/config.ts'
import type { Language } from '../../src/domain.ts'
import type { Models } from '../../src/embed/embedder.ts'
import { openModels } from '../../src/embed/open.ts'
import { type ClaimFault, checkClaim } from '../../src/verify/claims.ts'

interface Pair {
  sentence: string
  language: Language
  span: string
  spanLanguage: Language
}

const FACTS = readFileSync(new URL('./claims.tsv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t') as [string, string, string, string])
const PAIRS: Pair[] = FACTS.flatMap(([sourceEn, sourceFr, en, fr]) =>
  (['en', 'fr'] as const).flatMap((spanLanguage) =>
    (['en', 'fr'] as const).map((language) => ({
      ...{ language, spanLanguage, sentence: language === 'en' ? en : fr, span: spanLanguage === 'en' ? sourceEn : sourceFr },
    })),
  ),
)

let models: Models
beforeAll(async () => {
  models = await openModels(DEFAULT_MODEL)
})
const faultOf = ({ sentence, language, span, spanLanguage }: Pair): Promise<ClaimFault | undefined> =>
  checkClaim(sentence, [{ text: span, language: spanLanguage }], language, models.wordTable)

test('of 200 right pairs, half of them across languages, at most 2 % are dropped', async () => {
  const dropped: string[] = []
  for (const pair of PAIRS) {
    const fault = await faultOf(pair)
    if (fault) dropped.push(`${fault} (${pair.language} over ${pair.spanLanguage}): ${pair.sentence} | ${pair.span}`)
  }
  expect(PAIRS.length).toBe(200)
  expect(dropped.length / PAIRS.length, dropped.join('\n')).toBeLessThanOrEqual(0.02)
})

/** How a model may have it wrong, the share that must be caught, and what the pairs must have for it. */
const ALTERATIONS: Record<string, { least: number; alter: (pair: Pair, i: number) => Pair | undefined }> = {
  'a changed digit': {
    least: 1,
    alter: (pair) => {
      const altered = pair.sentence.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 3) % 10))
      return altered === pair.sentence ? undefined : { ...pair, sentence: altered }
    },
  },
  'a dropped negation': {
    least: 1,
    alter: (pair) => {
      const altered =
        pair.language === 'en'
          ? pair.sentence.replace(/\b(?:does|do|are|is) not |\bnot |\bnever |\bno /i, '').replace(/\bWithout\b/, 'After')
          : pair.sentence.replace(/(?<!\p{L})(?:ne |n’)(.{1,25}?)(?:pas|jamais|aucun) ?/u, '$1')
      return altered === pair.sentence ? undefined : { ...pair, sentence: altered }
    },
  },
  'the wrong language': { least: 0.98, alter: (pair) => ({ ...pair, language: pair.language === 'en' ? 'fr' : 'en' }) },
  'the source of another fact': {
    least: 0.98,
    alter: (pair, i) => {
      const other = PAIRS[(i + 84) % PAIRS.length] as Pair
      return { ...pair, span: other.span, spanLanguage: other.spanLanguage }
    },
  },
  'another name': {
    least: 1,
    alter: (pair) => {
      const altered = pair.sentence.replace(/(?:Hélène Savard|Éric Caire|Marc Ouellet|Ann Roe|Amsterdam|Paul Dubé)/, 'Gordon Blackwood')
      return altered === pair.sentence || altered.startsWith('Gordon') ? undefined : { ...pair, sentence: altered }
    },
  },
}

test.each(Object.entries(ALTERATIONS))('%s is caught', async (_, { least, alter }) => {
  const altered = PAIRS.flatMap((pair, i) => alter(pair, i) ?? [])
  expect(altered.length).toBeGreaterThan(9)
  const missed: string[] = []
  for (const pair of altered) if (!(await faultOf(pair))) missed.push(`${pair.sentence} | ${pair.span}`)
  expect(
    1 - missed.length / altered.length,
    `${missed.length} of ${altered.length} missed:\n${missed.slice(0, 8).join('\n')}`,
  ).toBeGreaterThanOrEqual(least)
})
