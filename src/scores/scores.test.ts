import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { both, good, run, SUBJECT } from '../../test/evaluated-runs.ts'
import type { AskResponse } from '../domain.ts'
import { compare, toBaseline } from './baseline.ts'
import { junit } from './junit.ts'
import { reportPage } from './page.tsx'
import { STYLE } from './page-style.ts'
import { comparison, report } from './report.ts'
import type { Outcome, Run } from './run.ts'
import { lossOf, score, summarise } from './summary.ts'

test('scores by hand: four answerable questions, two near misses, two ambiguous ones', () => {
  const scores = score([
    run('answer', 'right', { right: [true, false], ranks: [1], confidence: 0.9 }),
    run('answer', 'wrong', { right: [false], ranks: [3], confidence: 0.8 }),
    run('answer', 'refused', { ranks: [7], confidence: 0.1, rightAtAnyConfidence: true }),
    run('answer', 'right', { right: [true], ranks: [undefined], confidence: 0.7 }),
    run('no-answer', 'right', { answered: false, confidence: 0 }),
    run('no-answer', 'wrong', { answered: true, right: [false], confidence: 0.6 }),
    run('clarify', 'right', { answered: false }),
    run('clarify', 'wrong', { answered: true, right: [false] }),
  ])
  expect(scores).toMatchObject({
    questions: 8,
    success1: 1 / 4,
    success5: 2 / 4,
    answerHit: 2 / 4,
    // "short words" of "three short words".
    answerF1: expect.closeTo((2 * 2) / 5),
    // Of answerable questions only; an answer to a near miss counts in `hallucination`.
    citationPrecision: 2 / 4,
    hallucination: 1 / 2,
    error: 1 / 4,
    askedBack: 1 / 2,
    // The second question has its passage at rank 3 and cites another; the third was refused; nothing in the first 5 held the fourth's.
    lostRetrieval: 0,
    lostChoice: 1 / 4,
    lostAbstention: 1 / 4,
    choice: 1 / 2,
    success3: 2 / 4,
    success20: 3 / 4,
    document5: 2 / 4,
    citationValidity: 1,
    alceRecall: 1,
    alcePrecision: 1,
    supportedSentences: 1,
    // Near misses at 0 and 0.6 against 0.9, 0.8, 0.1 and 0.7.
    rocArea: 7 / 8,
    answerWords: 3,
  })
  expect(scores.mrr10).toBeCloseTo((1 + 1 / 3 + 1 / 7) / 4)
  // Right, wrong, right, wrong, right, wrong as the confidence falls; the ambiguous ones are not part of it.
  expect(scores.riskArea).toBeCloseTo((0 + 1 / 2 + 1 / 3 + 2 / 4 + 2 / 5 + 3 / 6) / 6)
})

test('where an answerable question was lost: first retrieval, then choice, then abstention', () => {
  const lost = (outcome: Outcome, given: Partial<Run>): string | undefined =>
    lossOf(run('answer', outcome, { rightAtAnyConfidence: false, ...given }))
  expect(lost('right', { ranks: [undefined] })).toBeUndefined()
  expect(lost('refused', { ranks: [2], rightAtAnyConfidence: true })).toBe('abstention')
  expect(lost('refused', { ranks: [2], shownAtAnyConfidence: false })).toBe('abstention')
  expect(lost('refused', { ranks: [2] })).toBe('choice')
  expect(lost('wrong', { ranks: [2] })).toBe('choice')
  expect(lost('wrong', { ranks: [6] })).toBe('retrieval')
  expect(lost('refused', { ranks: [undefined], shownAtAnyConfidence: false })).toBe('retrieval')
})

test('an answer of several parts counts as any and as all; small talk is replied to without a citation', () => {
  const list = run('answer', 'right', { right: [true], covered: [true, false], ranks: [1, 2] })
  const pair = { ...list.pair, kind: 'list', relevant: [1, 2].map((n) => ({ document: 'a.txt', quote: `part ${n}` })) }
  const whole = { ...list, pair, covered: [true, true] }
  const help = { ...run('help', 'wrong', { answered: true }), familiarity: undefined }
  const scores = score([{ ...list, pair }, whole, run('answer', 'right', { right: [true], covered: [false] }), help, run('help', 'right')])
  expect(scores).toMatchObject({ wholeAny: 1, wholeAll: 0.5, helped: 0.5 })
})

test('tables: collections side by side, kinds, seen and unseen documents, lost quotes, and how many answers a model wrote', () => {
  const of = (collection: string, familiarity: Run['familiarity'], outcome: Outcome) =>
    summarise(both({ ...run('answer', outcome, { right: [outcome === 'right'], ranks: [1], lost: 1 }), familiarity }), {
      collection,
      split: 'test',
      model: 'm',
      hasModel: true,
    })
  const evaluations = [of('seeds', 'seen', 'right'), of('public', 'unseen', 'wrong')]
  const text = report(evaluations, 'en')
  expect(text).toMatch(/\| figure +\| +seeds \| +EN \| +FR \| +same \| +across \| +public \|/)
  expect(text).toMatch(/\| answer hit +\| +100\.0% \|(?: +[\d.%–]+ \|){4} +0\.0% \|/)
  expect(text).toMatch(/\| fact +\| +2 \| +100\.0% \| +100\.0% \| +2 \| +100\.0% \| +0\.0% \|/)
  expect(text).toMatch(/seen − unseen, points +\| +\| +0 \| +\+100 \|/)
  expect(text).toContain('The language model wrote 0 of 2 answers.')
  expect(text).toMatch(/counted as not found: q-\d+/)
  expect(report(evaluations, 'fr')).toContain('Le modèle de langage a rédigé 0 des 2 réponses.')
})

test('parity: the gap of the languages, and whether they decide alike', () => {
  expect(good.parity).toMatchObject({ sameDecision: 1, answerHit: { difference: 0 } })
  const [en, fr] = both(run('answer', 'right', { right: [true], ranks: [1] })) as [Run, Run]
  const uneven = summarise([en, { ...fr, outcome: 'refused', response: { ...fr.response, answered: false } }], SUBJECT)
  expect(uneven.parity).toMatchObject({ sameDecision: 0, answerHit: { difference: 1 }, error: { difference: -1 } })
})

test('… and of a set without near misses, the gaps that it has', () => {
  const answerable = summarise(both(run('answer', 'right', { right: [true], ranks: [1] })), SUBJECT)
  expect(report([answerable], 'en')).not.toContain('NaN')
  expect(report([answerable], 'en')).toMatch(/EN − FR in points.* answer hit 0 \(0 … 0\) .* error rate 0 /)
  expect(report([answerable], 'en')).not.toMatch(/EN − FR in points.*hallucination/)
  expect(report([good], 'en')).toMatch(/EN − FR in points.*hallucination rate 0/)
})

test('against the baseline: what is worse, what is better, which questions flipped; nothing for the same', () => {
  const baseline = toBaseline(good)
  expect(compare(good, baseline)).toEqual({ better: [], worse: [], flips: [] })
  const runs = good.runs.map(
    (one): Run =>
      one.pair.expects === 'answer' && one.language === 'fr'
        ? { ...one, outcome: 'refused', response: { ...one.response, answered: false } }
        : one,
  )
  const worse = compare(summarise(runs, SUBJECT), baseline)
  expect(worse.better).toEqual([])
  expect(worse.worse.filter(({ group }) => group === 'all').map(({ figure }) => figure)).toEqual(['answerHit', 'error'])
  expect(worse.flips).toEqual([{ question: `${runs[0]?.pair.id} fr`, before: 'right', now: 'refused' }])
  expect(comparison(worse, 'fr')).toContain('SOUS LA RÉFÉRENCE\u00a0: réponse trouvée (toutes), 100,0\u00a0% avant, 50,0\u00a0% maintenant')
  expect(comparison(worse, 'en')).toMatch(/flipped: q-\d+ fr, right before, wrongly refused now/)
})

test('a baseline of another processor is held to what that makes, and no more', () => {
  const baseline = toBaseline(good, 'avx2')
  const near = {
    ...baseline,
    groups: { ...baseline.groups, all: { ...baseline.groups.all, answerHit: (baseline.groups.all.answerHit ?? 0) + 0.05 } },
  }
  const far = {
    ...baseline,
    groups: { ...baseline.groups, all: { ...baseline.groups.all, answerHit: (baseline.groups.all.answerHit ?? 0) + 0.07 } },
  }
  const worse = (against: typeof baseline, arithmetic?: string): number => compare(good, against, arithmetic).worse.length
  expect([worse(near, 'neon'), worse(near, 'avx2'), worse(near), worse(far, 'neon')]).toEqual([0, 1, 1, 1])
  // That a citation stands word for word is held to everywhere.
  const exact = { ...baseline, groups: { ...baseline.groups, all: { ...baseline.groups.all, citationValidity: 1.01 } } }
  expect(worse(exact, 'neon')).toBe(1)
})

test('the reports hold their figures in both languages, and no text of a question becomes markup', () => {
  expect(report([good], 'en')).toMatch(/\| answer hit +\| 100\.0% \|/)
  expect(report([good], 'fr')).toMatch(/\| réponse trouvée +\| 100,0\u00a0% \|/)
  for (const language of ['en', 'fr'] as const) {
    const page = reportPage([{ evaluation: good, found: undefined }], language)
    expect(page).toContain(`<html lang="${language}">`)
    expect(page).toContain('q &lt;&amp;&gt;')
    expect(page).not.toContain('q <&>')
    // Stands by itself: its links lead to its own parts, and to its twin.
    expect(page).not.toMatch(/src=|href="(?!#)|https?:/)
    expect(reportPage([{ evaluation: good, found: undefined }], language, 'report.xx.html').match(/href="(?!#)[^"]*"/g)).toEqual([
      'href="report.xx.html"',
    ])
    for (const [table] of page.matchAll(/<table[\s\S]*?<\/table>/g)) expect(table).toMatch(/^<table[^>]*><caption/)
  }
})

test('the report has the colours of the pages', () => {
  const declared = (css: string): Map<string, string> =>
    new Map([...css.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name = '', colour = '']) => [name, colour]))
  const schemes = (css: string) => css.split('@media (prefers-color-scheme: dark)').map(declared)
  const pages = schemes(readFileSync('src/ui/style/1-base.css', 'utf8'))
  for (const [i, own] of schemes(STYLE).entries()) {
    const shared = [...own].filter(([name]) => name !== 'en' && name !== 'fr')
    expect(shared.length).toBeGreaterThan(8)
    for (const [name, colour] of shared) expect([name, colour]).toEqual([name, pages[i]?.get(name)])
  }
})

test('JUnit: a suite a language, a failure for what went wrong, control characters replaced', () => {
  const failed = run('answer', 'wrong', { right: [false] })
  const xml = junit({ seeds: [{ ...failed, response: { ...failed.response, answer: 'a\u0000 "b"' } as AskResponse }] })
  expect(xml).toContain('<testsuite name="seeds en" tests="1" failures="1">')
  expect(xml).toContain('message="a\u{FFFD} &#34;b&#34;"')
  expect(junit({ seeds: [run('answer', 'right')] })).not.toContain('<failure')
})
