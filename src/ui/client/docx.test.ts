/** The exported Word document, opened again: by the reader of this program, and part by part. */
import JSZip from 'jszip'
import { expect, test } from 'vitest'
import { readDocx } from '../../documents/docx.ts'
import type { AskResponse } from '../../domain.ts'
import { messages } from '../../messages/index.ts'
import { docxParts } from './docx.js'

const ORIGIN = 'http://localhost:8787'
const labelsOf = (language: 'en' | 'fr') => {
  const { sources, writtenIn, exportTitle, perhaps, pageNumber } = messages(language).page
  return { sources, writtenIn, exportTitle, perhaps, pageNumber: pageNumber(0).replace('0', '{n}') }
}

const QUOTE = { en: 'The ferry sails at 7 a.m.', fr: 'Le traversier part à 7 h.' }
const citation = (n: number, language: 'en' | 'fr'): AskResponse['citations'][number] => ({
  ...{ n, documentId: `d${n}`, source: `${n}.txt`, title: language === 'fr' ? 'Horaire du traversier' : 'Ferry timetable', language },
  ...{ date: '2020-10-01', page: 2, quote: QUOTE[language], start: 3, end: 28 },
  ...{ href: `/source/d${n}?start=3&end=28`, verdict: 'exact' as const },
})
const answer = (own: Partial<AskResponse> = {}): AskResponse => ({
  ...{ id: '1', question: 'When does the ferry sail?', language: 'en', answered: true, mode: 'extractive', passages: [] },
  answer: `A French document says: “${QUOTE.fr}” [1] ${QUOTE.en} [2]`,
  sentences: [
    { text: `A French document says: “${QUOTE.fr}”`, citations: [1] },
    { text: QUOTE.en, citations: [2] },
  ],
  citations: [citation(1, 'fr'), citation(2, 'en')],
  ...{ verified: { kept: 2, dropped: 0 }, timings: { totalMs: 1 }, index: { generation: 'g', model: 'm' } },
  ...own,
})

async function exported(answers: AskResponse[], language: 'en' | 'fr' = 'en') {
  const parts = docxParts(answers, labelsOf(language), ORIGIN, language)
  const zip = new JSZip()
  for (const [name, text] of Object.entries(parts)) zip.file(name, text)
  const { text, blocks, title } = await readDocx(await zip.generateAsync({ type: 'nodebuffer' }))
  const kinds = (kind: string) => (blocks ?? []).filter((block) => block.kind === kind).map(({ start, end }) => text.slice(start, end))
  return { parts, text, title, kinds, document: parts['word/document.xml'] ?? '' }
}

/** The language of each run, beside its text. */
const runs = (document: string) =>
  [...document.matchAll(/<w:lang w:val="(\w\w)-CA"\/><\/w:rPr><w:t xml:space="preserve">([^<]*)/g)].map(([, language, text]) => [
    language,
    text,
  ])

test.each(['en', 'fr'] as const)('opened again it has its headings, its quotes and its links (%s)', async (language) => {
  const { sources, exportTitle, writtenIn } = labelsOf(language)
  const { parts, text, kinds, document } = await exported([answer(), answer({ question: 'And on Sunday?' })], language)
  expect(kinds('heading')).toEqual([exportTitle, 'When does the ferry sail?', sources, 'And on Sunday?', sources])
  expect(text.split(QUOTE.fr).length - 1).toBe(4)
  const date = language === 'fr' ? '1er octobre 2020' : '1 October 2020'
  expect(text).toContain(`[1] Horaire du traversier – ${writtenIn.fr} · ${date} · page 2`)
  // Each run is in the language of what it says.
  expect(runs(document)).toEqual(
    expect.arrayContaining([
      ['en', 'A French document says: “'],
      ['fr', QUOTE.fr],
      ['en', QUOTE.en],
      [language, sources],
      ['fr', 'Horaire du traversier'],
    ]),
  )
  expect(parts['word/styles.xml']).toContain(`<w:lang w:val="${language}-CA"/>`)
  // Links lead to the server, markers to the source of their own turn.
  expect(parts['word/_rels/document.xml.rels']).toContain(`Target="${ORIGIN}/source/d1?start=3&amp;end=28" TargetMode="External"`)
  const anchors = [...document.matchAll(/w:anchor="([^"]+)"/g)].map(([, name]) => name)
  expect(anchors).toEqual(['source-1-1', 'source-1-2', 'source-2-1', 'source-2-2'])
  expect([...document.matchAll(/<w:bookmarkStart w:id="\d+" w:name="([^"]+)"/g)].map(([, name]) => name)).toEqual(anchors)
})

test('several questions, refusals, doubt and other versions are in it', async () => {
  const both = answer({
    question: 'When? Who?',
    parts: [
      { question: 'When?', answered: true, confidence: 0.9, answer: '', sentences: [1] },
      { question: 'Who?', answered: false, reason: 'not_enough_evidence', confidence: 0, answer: 'Nobody says.', sentences: [] },
    ],
  })
  const refused = answer({ question: 'Why?', answered: false, answer: 'No answer.\nAsk otherwise.', sentences: [], citations: [] })
  const doubtful = answer({ doubt: true, versions: [{ text: 'In 2019: 8 a.m.', citation: citation(3, 'en') }] })
  const { text, kinds } = await exported([both, refused, doubtful])
  expect(kinds('heading').slice(1)).toEqual(['When? Who?', 'When?', 'Who?', 'Sources', 'Why?', 'When does the ferry sail?', 'Sources'])
  for (const said of ['Nobody says.', 'No answer.', 'Ask otherwise.', 'This may answer your question', 'In 2019: 8 a.m. Ferry timetable'])
    expect(text).toContain(said)
})

/** And what is left of it: what XML cannot hold goes. */
const HOSTILE: readonly [hostile: string, shown?: string][] = [
  ['</w:t><w:script/>'],
  ['"><Relationship Target="x"/>'],
  ['&amp; &lt;b&gt;'],
  [']]>'],
  ['a\u0000b\u001bc\ufffed', 'abcd'],
  ['\ud800 half', 'half'],
  ['😀 « ITQ »'],
]

test.each(HOSTILE)('what a document or a question says stays text: %j', async (hostile, shown = hostile) => {
  const source = { ...citation(1, 'fr'), title: hostile, quote: hostile, href: `/source/"><x y='&'/>` }
  const said = { question: hostile, sentences: [{ text: hostile, citations: [1] }], citations: [source] }
  const { text, parts } = await exported([answer(said)])
  expect(text.split(shown).length - 1).toBeGreaterThanOrEqual(4)
  expect(parts['word/_rels/document.xml.rels']?.match(/<Relationship /g)?.length).toBe(2)
})

test('… and without the escapes it would not open (negative control)', async () => {
  const parts = docxParts([answer({ question: 'plain' })], labelsOf('en'), ORIGIN, 'en')
  const zip = new JSZip()
  for (const [name, text] of Object.entries(parts)) zip.file(name, text.replace('plain', '</w:t><w:script>'))
  await expect(readDocx(await zip.generateAsync({ type: 'nodebuffer' }))).rejects.toThrow()
})
