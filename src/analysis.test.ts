import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { ANALYSIS_VERSION } from './analysis.ts'
import { describeDocument, readFolder } from './documents/read.ts'
import type { Passage, SourceDocument } from './domain.ts'
import { splitPassages } from './passages/split.ts'
import { WordCollector } from './store/lexicon.ts'

/** What an index holds of documents but for vectors, in one string. */
function outputOf(
  documents: readonly SourceDocument[],
  split: (document: SourceDocument, position: number) => Passage[] = splitPassages,
): string {
  const collector = new WordCollector()
  const own = documents.map((document) => collector.add(document))
  const [tokens, sentenceLengths] = [own.flatMap((document) => [...document.tokens]), own.flatMap(({ lengths }) => lengths)]
  const { words } = collector
  return JSON.stringify({ documents, passages: documents.map(split), words, tokens, sentenceLengths, acronyms: collector.acronyms() })
}

const digestOf = (output: string): string => createHash('sha256').update(output).digest('hex').slice(0, 12)

/** What the golden files lack: elisions, abbreviations, acronyms with their long forms, signatures, page furniture, numbers, strange marks. */
const TEXTS = [
  'Dr. Roy (M.D.) met the C.E.O. of Infrastructures technologiques Québec (ITQ) on March 3rd, 2024, at 10:30 a.m. He said: “No.” It cost $1,234.50.',
  'L’ITQ, c’est l’organisme d’Infrastructures technologiques Québec. Aujourd’hui, jusqu’à 1 234,50 $ : « Non », dit M. Tremblay. Qu’est-ce que c’est ?',
  'Page 3 of 12\n\nCooking oils and batteries\n\n- item one;\n- item two.\n\nName\tAmount\nFerry\t12\n\n- 30 -\n\nMenu | Home | Contact',
  `Parking\n\n${'Lots close at night. '.repeat(20)}\n\nDate modified: 2024-03-01`,
  'Rinks\n\nThey are open in winter.\n\nLast updated: 2024/03/05',
  'naïve œuvre ŒUVRE e-mail x_1 state-of-the-art U.S.A. 24/7 3.5% #tag @name https://example.org/a?b=c 😀 \u200b end',
]

async function sampleDocuments(): Promise<SourceDocument[]> {
  const folders = await Promise.all(['test/golden', 'seeds'].map(readFolder))
  expect(folders.flatMap(({ refused }) => refused)).toEqual([])
  const own = TEXTS.map((text, i) => describeDocument({ source: `text-${i}.txt`, text, sha256: '' }))
  return [...folders.flatMap(({ documents }) => documents), ...own]
}

test('ANALYSIS_VERSION is the one of the output: an index of another output is not taken for a current one', async () => {
  const [revision, digest] = ANALYSIS_VERSION.split('-')
  const found = digestOf(outputOf(await sampleDocuments()))
  const line = `export const ANALYSIS_VERSION = '${revision}-${found}'`
  expect(
    digest,
    `Documents, passages or words come out in another way than before. If this is meant, put into src/analysis.ts:\n\n${line}\n`,
  ).toBe(found)
})

test('… and another output has another digest (negative control): a passage, a word, a title', async () => {
  const documents = await sampleDocuments()
  const [first, ...others] = documents as [SourceDocument, ...SourceDocument[]]
  const { text } = first
  const altered = [
    outputOf(documents, (document, position) => splitPassages(document, position).slice(1)),
    outputOf([describeDocument({ source: first.source, text: text.replace(/\p{L}+/u, 'harbour'), sha256: '' }), ...others]),
    outputOf([{ ...first, title: `${first.title}.` }, ...others]),
  ]
  const digests = [outputOf(documents), ...altered].map(digestOf)
  expect(new Set(digests).size).toBe(4)
})
