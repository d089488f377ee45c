import { expect, test } from 'vitest'
import { folderOf } from '../test/asked.ts'
import type { AskResponse } from './domain.ts'
import { search } from './search.ts'

const TEXTS = {
  'lease.txt': `Lease of the quay

Article 1. The tenant pays 900 dollars a month.

Article 2. The tenant paints the ramp every summer. The paint is green.

Article 3. A tenant who does not comply with article 2 pays a fine of 75 dollars.`,
  'jardin.txt': `Règlement du jardin

Article 1. Chaque parcelle coûte 40 dollars par saison.

Article 2. L’arrosage est permis le matin. La responsable est Nadia Roy.`,
  'fees-2019.txt': 'Mooring policy 2019\n\nA night at the quay costs 12 dollars. The manager is Tom Hill.',
  'ferry.txt': `Ferry agreement\n\n${'The ferry leaves at noon. It carries cars. '.repeat(12)}\n\nThe manager is Ruth Moss.\n\nLast updated: May 3, 2021`,
  'pool.txt': 'Pool activities 2020\n\nThe fine for noise is 20 dollars.',
  'statute.txt': 'Noise statute\n\nUnder the 2020 act, the fine for noise is 500 dollars.',
  'guide.txt': 'Guide for visitors\n\nA night at the inn costs 80 dollars. The manager is Eva Lund.',
}
const { engine, asked } = folderOf(TEXTS)
const sources = ({ scope }: AskResponse): string[] | undefined => scope?.documents.map(({ source }) => source)

test.each([
  ['What does article 2 of the lease say?', 'lease.txt', 'The tenant paints the ramp every summer. The paint is green.'],
  ['Que dit l’article 2 du bail du quai ?', 'lease.txt', 'The tenant paints the ramp'],
  ['Que prévoit l’article 1 du règlement du jardin ?', 'jardin.txt', 'Chaque parcelle coûte 40 dollars par saison.'],
])('%s is answered by what stands there', async (question, source, quote) => {
  const answer = await asked(question)
  expect(answer.answered).toBe(true)
  expect(answer.scope?.section).toMatch(/^[12]$/)
  expect([...new Set(answer.citations.map((citation) => citation.source))]).toEqual([source])
  expect(answer.citations.map((citation) => citation.quote).join(' ')).toContain(quote)
})

test('of several documents that have the section one is asked for, by name', async () => {
  const answer = await asked('What does article 2 say?')
  expect(answer).toMatchObject({ answered: false, reason: 'ambiguous' })
  expect(answer.choices?.sort()).toEqual(['What does article 2 say? (Lease of the quay)', 'What does article 2 say? (Règlement du jardin)'])
  expect((await asked('What does article 2 say? (Lease of the quay)')).answer).toContain('paints the ramp')
})

test('a question within a section is answered from it alone', async () => {
  const { answered, citations, scope } = await asked('In article 2 of the garden rules, who is in charge?')
  expect([answered, scope?.section]).toEqual([true, '2'])
  expect(citations.map(({ quote }) => quote).join(' ')).toContain('Nadia Roy')
})

test('in a file, and in a document of a year', async () => {
  for (const [question, source, name] of [
    ['Who is the manager in guide.txt?', 'guide.txt', 'Eva Lund'],
    ['Who is the manager according to “Mooring policy 2019”?', 'fees-2019.txt', 'Tom Hill'],
    ['Who is the manager in the 2019 policy?', 'fees-2019.txt', 'Tom Hill'],
    ['Qui est le gestionnaire dans la politique de 2019 ?', 'fees-2019.txt', 'Tom Hill'],
    ['Under the May 2021 agreement, who is the manager?', 'ferry.txt', 'Ruth Moss'],
    ['Whom does the agreement of May 2021 make the manager?', 'ferry.txt', 'Ruth Moss'],
    ['Qui est le gestionnaire selon l’accord du 3 mai 2021 ?', 'ferry.txt', 'Ruth Moss'],
  ] as const) {
    const answer = await asked(question)
    expect([answer.answered, sources(answer)], question).toEqual([true, [source]])
    expect(answer.citations[0]?.quote, question).toContain(name)
  }
  const passages = await search('a night costs how much in guide.txt', engine(), { limit: 5 })
  expect(new Set(passages.map(({ source }) => source))).toEqual(new Set(['guide.txt']))
})

test('a document of another month, or one whose title only begins as its kind, is not the one that is named (negative controls)', async () => {
  expect(sources(await asked('Under the January 2021 agreement, who is the manager?'))).toBeUndefined()
  const answer = await asked('Under the 2020 act, what is the fine for noise?')
  expect(answer.scope).toBeUndefined()
  expect(answer.citations[0]?.quote).toContain('500 dollars')
})

test('a place that does not exist or does not answer restricts nothing (negative controls)', async () => {
  const gone = await asked('How much does a night at the inn cost in nowhere.pdf?')
  expect(gone.scope).toBeUndefined()
  const fine = await asked('What is the fine for not complying with article 2 of the lease?')
  expect(fine.citations[0]?.quote).toContain('75 dollars')
  expect((await asked('Who is the manager?')).reason).toBe('ambiguous')
})
