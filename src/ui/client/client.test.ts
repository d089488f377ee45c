import { gzipSync } from 'node:zlib'
import { marked } from 'marked'
import { expect, test } from 'vitest'
import { AskRequestSchema, type AskResponse, QUESTION_MAX_LENGTH } from '../../domain.ts'
import { messages } from '../../messages/index.ts'
import { assets, WHEN_WANTED } from '../assets.ts'
import { ChatPage } from '../chat.tsx'
import { DocumentsPage } from '../documents.tsx'
import { ErrorPage } from '../layout.tsx'
import { alternativesOf, contextOf } from './choice.js'
import { shortDate } from './dates.js'
import { docxParts } from './docx.js'
import { highlight } from './highlight.js'
import { kindOf, subjectOf, withoutSubject } from './passages.js'
import { cellsOf, splitQuote } from './quote.js'
import { refusalOf } from './refusal.js'
import { cutRuns } from './runs.js'
import { spoken } from './speech.js'
import { toJson, toMarkdown, turnToMarkdown, turnToPlain } from './transcript.js'

const answer = (text: string): AskResponse => ({
  id: '1',
  question: text,
  language: 'en',
  answered: true,
  answer: `${text} [1]`,
  sentences: [{ text, citations: [1] }],
  citations: [
    {
      n: 1,
      documentId: 'abc',
      source: 'a_b.txt',
      title: text,
      language: 'fr',
      quote: text,
      start: 3,
      end: 3 + text.length,
      href: '/source/abc?start=3&end=9',
      verdict: 'exact',
    },
  ],
  passages: [],
  mode: 'extractive',
  verified: { kept: 1, dropped: 0 },
  timings: { totalMs: 1 },
  index: { generation: 'g', model: 'm' },
})
const labels = { ...messages('en').page, pageNumber: 'page {n}' }
const ORIGIN = 'http://localhost:8787'

/** What is left when the Markdown is rendered and its tags are taken away. */
const rendered = (markdown: string): string => marked.parse(markdown, { async: false })
const HOSTILE = [
  '![x](https://evil.example/p.png)',
  '[x](javascript:alert(1))',
  '<img src=x onerror=alert(1)>',
  'www.evil.example and https://evil.example/',
  '# not a heading',
  '- not an item',
  '1. not an item',
  '`code` *em* _em_ ~~struck~~ a|b',
  '&lt;b&gt; &amp; R&D',
  '\\[x\\](https://evil.example)',
]

test.each(HOSTILE)('text of a document stays text in the exported Markdown: %s', (text) => {
  const html = rendered(turnToMarkdown(answer(text), labels, ORIGIN))
  expect(html.match(/<(?!\/|h2|h3|p>|ol|li|blockquote|a href="http:\/\/localhost:8787\/source\/abc)/g)).toBeNull()
  const shown = html
    .replace(/<[^>]+>/g, '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
  expect(shown.split(text).length - 1, shown).toBe(4)
})

test('what another version says stands after the answer, escaped, with its address', () => {
  const [citation = expect.fail('a citation')] = answer('new').citations
  const both = {
    ...answer('new'),
    versions: [{ text: 'The 2020 version says: “*old*”', citation: { ...citation, n: 2, href: '/source/old' } }],
  }
  expect(turnToMarkdown(both, labels, ORIGIN)).toContain('says: “\\*old\\*” ([new](http://localhost:8787/source/old))')
  expect(turnToPlain(both, labels, ORIGIN)).toContain('The 2020 version says: “*old*”\nhttp://localhost:8787/source/old')
  expect(turnToMarkdown(answer('new'), labels, ORIGIN)).not.toContain('version')
})

test('… and without the escapes it would not (negative control)', () => {
  expect(rendered('![x](https://evil.example/p.png)')).toContain('<img')
  expect(rendered('www.evil.example')).toContain('<a')
})

test('copied as text: question, answer, every source with its quote and address', () => {
  expect(turnToPlain(answer('Where\n is it?'), labels, ORIGIN)).toBe(
    'Where\n is it?\n\nWhere\n is it? [1]\n\nSources\n\n[1] Where\n is it? (French)\nWhere is it?\nhttp://localhost:8787/source/abc?start=3&end=9\n',
  )
})

test('a row of a table is told from a sentence by the header before each of its values', () => {
  expect(cellsOf('Season: Winter · First crossing: 7:30 a.m. · Fare: $3.25')).toEqual([
    { label: 'Season: ', value: 'Winter' },
    { label: 'First crossing: ', value: '7:30 a.m.' },
    { label: 'Fare: ', value: '$3.25' },
  ])
  expect(cellsOf('Saison\u00a0: hiver · Tarif\u00a0: 3,25 $')).toHaveLength(2)
  for (const text of ['Open: daily', 'It opens at 7:30 · it closes at 9', 'The ferry does not sail.', '']) expect(cellsOf(text)).toEqual([])
})

test('what introduces a quote is told from it, also where the mark that the quote was cut off is set again', () => {
  const quote = 'We open at nine », a dit Ana Roy.'
  expect(splitQuote(`A source in French says: “«\u202f${quote}”`, quote)).toEqual({
    frame: 'A source in French says: ',
    before: '“«\u202f',
    quote,
    after: '”',
  })
  expect(splitQuote('Fares: we pay 3 dollars.', 'we pay 3 dollars.')).toMatchObject({ frame: 'Fares: ', before: '' })
  expect(splitQuote('We pay 3 dollars.', 'We pay 3 dollars.')).toMatchObject({ frame: '', before: '' })
})

test('read aloud: the frame in the language of the answer, the quote in its own', () => {
  const [said] = [answer('Le traversier part à 7 h.')]
  const framed = {
    ...said,
    language: 'en' as const,
    sentences: [{ text: 'A source in French says: “Le traversier part à 7 h.”', citations: [1] }],
  }
  expect(spoken(framed)).toEqual([
    { text: 'A source in French says: “', language: 'en' },
    { text: 'Le traversier part à 7 h.', language: 'fr' },
  ])
  expect(spoken({ ...framed, answered: false, answer: 'No.' })).toEqual([{ text: 'No.', language: 'en' }])
})

test('a result begins shortly before the first word found, which is found whatever its case and accents', () => {
  const text = `${'Une phrase sans rapport. '.repeat(12)}Le Numérique avance.`
  const parts = highlight(text, ['numerique'])
  expect(parts.filter(({ hit }) => hit)).toEqual([{ text: 'Numérique', hit: true }])
  expect(parts[0]).toEqual({ text: '… ', hit: false })
  expect(parts.map((part) => part.text).join('').length).toBeLessThan(120)
  expect(highlight('No word of it.', ['numerique'])).toEqual([{ text: 'No word of it.', hit: false }])
})

test('a page of documents lists 200 rows of 20,000, translations on one row, by folder, filtered by name', () => {
  const documents = Array.from({ length: 20_000 }, (_, i) => ({
    ...{ id: `d${i}`, source: `folder ${i % 7}/${i}.txt`, title: `Notice ${i}`, language: 'en' as const },
    ...{ characters: 1, sha256: '' },
    ...(i < 2 ? { counterpart: `d${1 - i}` } : {}),
  }))
  const [first, second] = documents
  if (first && second) documents.splice(0, 2, { ...first, title: 'Ferry' }, { ...second, language: 'fr' as never, title: 'Traversier' })
  const page = (filter: { name: string; page: number }): string =>
    String(DocumentsPage({ language: 'fr', documents, leftOut: [], index: { createdAt: '', passages: 1 }, filter }))
  const rows = (html: string): number => html.split('class="titles"').length - 1
  expect(rows(page({ name: '', page: 1 }))).toBe(200)
  expect(page({ name: '', page: 1 })).toContain('Page 1 sur 100')
  expect(rows(page({ name: '', page: 100 }))).toBe(199)
  const ferry = page({ name: 'traversier', page: 1 })
  expect(rows(ferry)).toBe(1)
  // The one in the language of the page names the row.
  expect(ferry.indexOf('>Traversier<')).toBeLessThan(ferry.indexOf('>Ferry<'))
  expect(page({ name: 'zzz', page: 9 })).toContain('Aucun document ne contient cela')
})

test('an export holds every turn', () => {
  const both = [answer('One?'), answer('Two?')]
  const markdown = toMarkdown(both, labels, ORIGIN)
  expect(markdown).toContain('# Conversation with Sourcier\n\n## One?')
  expect(markdown.match(/^## /gm)).toHaveLength(2)
  const json = JSON.parse(toJson(both, new Date(0))) as { answers: AskResponse[]; exportedAt: string }
  expect([json.answers, json.exportedAt]).toEqual([both, '1970-01-01T00:00:00.000Z'])
})

test('a text is cut where its language or the highlight changes, and nothing of it is lost', () => {
  const runs = [
    { start: 2, end: 6, language: 'fr' as const },
    { start: 8, end: 9, language: 'fr' as const },
  ]
  const pieces = cutRuns(10, 'en', runs, { start: 4, end: 8 })
  expect(pieces.map(({ start, end, language, marked: lit }) => [start, end, language, lit])).toEqual([
    [0, 2, 'en', false],
    [2, 4, 'fr', false],
    [4, 6, 'fr', true],
    [6, 8, 'en', true],
    [8, 9, 'fr', false],
    [9, 10, 'en', false],
  ])
  expect(cutRuns(3, 'en', [], undefined)).toEqual([{ start: 0, end: 3, language: 'en', marked: false }])
  // A span that does not fit marks nothing, wherever it comes from.
  expect(cutRuns(3, 'en', [], { start: Number.NaN, end: 99 }).some(({ marked: lit }) => lit)).toBe(false)
})

test('page, style and scripts are under 60 KB compressed, in each language', () => {
  for (const language of ['en', 'fr'] as const) {
    const page = String(ChatPage({ language, examples: [{ question: 'What is ITQ?', from: { title: 'ITQ', language: 'fr' } }] }))
    const first = assets().filter(({ name }) => !WHEN_WANTED.includes(name))
    const size = [page, ...first.map(({ body }) => body)].reduce((sum, text) => sum + gzipSync(text).length, 0)
    expect(page).toContain('<sourcier-chat')
    expect(size).toBeLessThan(60_000)
  }
})

test('a page names every script that its own imports, so that they come at once, and none that it may never want', () => {
  const preloaded = (page: string): string[] =>
    [...page.matchAll(/rel="modulepreload" href="\/assets\/([^"]+)"/g)].map(([, name = '']) => name)
  const scripts = preloaded(String(ChatPage({ language: 'en' })))
  expect(scripts).toEqual(expect.arrayContaining(['turn.js', 'passages.js', 'numbers.js', 'pages.js']))
  expect(new Set(scripts).size).toBe(scripts.length)
  for (const name of [...WHEN_WANTED, 'indexing.js', 'documents.js']) expect(scripts).not.toContain(name)
  const bodies = new Map(assets().map(({ name, body }) => [name, body]))
  for (const name of ['chat.js', ...scripts]) {
    for (const [, found] of (bodies.get(name) ?? '').matchAll(/^import .* from '\.\/(.+)'$/gm)) expect(scripts, name).toContain(found)
  }
  // A page without a script names none (negative control).
  expect(preloaded(String(ErrorPage({ language: 'en', message: '' })))).toEqual([])
})

test('a reply of the product is no refusal, and a refusal no reply', () => {
  const refused: AskResponse = { ...answer('x'), answered: false, reason: 'out_of_scope' }
  expect([kindOf({ ...refused, reason: 'help' }), kindOf(refused), kindOf(answer('x'))]).toEqual(['help', 'none', 'answer'])
})

/** Two questions, of which the second has no answer. */
const both: AskResponse = {
  ...answer('Ten days.'),
  question: 'How long? Who?',
  parts: [
    { question: 'How *long*?', answered: true, doubt: true, confidence: 0.3, answer: 'Ten days. [1]', sentences: [0] },
    { question: 'Who?', answered: false, reason: 'not_enough_evidence', confidence: 0, answer: 'Nobody says.', sentences: [] },
  ],
  doubt: true,
}

test('several questions: each stands above its own answer on the page, in every export and read aloud', () => {
  const page = String(ChatPage({ language: 'en', answer: both })).replace(/<template[\s\S]*/, '')
  const text = page.replace(/<[^>]+>/g, '|')
  expect(text.indexOf('How *long*?')).toBeLessThan(text.lastIndexOf('Ten days.'))
  expect(text).toMatch(/Ten days\.[\s\S]*Who\?[\s\S]*Nobody says\./)
  expect(turnToMarkdown(both, labels, ORIGIN)).toContain('**How \\*long\\*?**\n\nTen days. \\[1\\]\n\n**Who?**\n\nNobody says.')
  expect(spoken(both).map((said) => said.text)).toEqual(['How *long*?', 'Ten days.', 'Who?', 'Nobody says.'])
  // Which of them is doubtful is said there, not above both.
  expect(kindOf(both)).toBe('answer')
})

test('… each in the language of the question, whatever that of the page; a page in that language alone would not tell (negative control)', () => {
  const [french, unknown] = [
    { ...both, language: 'fr' as const },
    { ...both, language: undefined as never },
  ]
  const asked = (shown: AskResponse): string[] =>
    String(ChatPage({ language: 'en', answer: shown }))
      .replace(/<template[\s\S]*/, '')
      .match(/<(?:h4|span) data-part="(?:asked|question)" class="text" lang="fr"/g) ?? []
  expect(asked(french)).toHaveLength(3)
  expect(asked(unknown)).toHaveLength(0)
})

test('doubt stands above an answer, with two passages, and in what is exported; a sure answer has none of it', () => {
  const passage = {
    documentId: 'p',
    source: 'p.txt',
    title: 'P',
    language: 'en' as const,
    start: 0,
    end: 9,
    text: 'Elsewhere',
    score: 1,
    why: [],
  }
  const passages = [1, 2, 3].map((start) => ({ ...passage, start }))
  const doubtful: AskResponse = { ...answer('Ten days.'), passages, doubt: true }
  const page = (shown: AskResponse): string => String(ChatPage({ language: 'en', answer: shown })).replace(/<template[\s\S]*/, '')
  expect(kindOf(doubtful)).toBe('doubt')
  expect(page(doubtful)).toMatch(/class="verdict"[^>]*>This may answer your question</)
  expect(page(doubtful)).toMatch(/data-part="closest-section"(?![^>]*hidden)/)
  expect(turnToMarkdown(doubtful, labels, ORIGIN)).toContain('*This may answer your question*')
  expect(turnToPlain(doubtful, labels, ORIGIN)).toContain('This may answer your question')
  expect(docxParts([doubtful], labels, ORIGIN, 'en')['word/document.xml']).toContain('This may answer your question')
  const sure = { ...doubtful, doubt: undefined }
  expect(page(sure)).toMatch(/class="verdict"[^>]*>Answer</)
  expect(turnToMarkdown(sure, labels, ORIGIN)).not.toContain('This may')
})

test('a choice says who is meant: role, else document, and year; an answer of an earlier version offers its questions', () => {
  const [minister, release] = [
    {
      question: 'Who? (Ann Roy)',
      name: 'Ann Roy',
      role: 'Minister of Roads',
      title: 'Press release',
      year: '2018',
      language: 'en' as const,
    },
    { question: 'Who? (Lee)', name: 'Lee', title: 'Press release', language: 'en' as const },
  ]
  expect(contextOf(minister)).toEqual({ text: 'Minister of Roads', year: '2018' })
  expect(contextOf(release)).toEqual({ text: 'Press release', year: '' })
  expect(contextOf({ year: '2018' })).toEqual({ text: '', year: '2018' })
  const choices = [minister.question, release.question]
  expect(alternativesOf({ choices, alternatives: [minister, release] })).toEqual([minister, release])
  expect(alternativesOf({ choices }).map((offered) => [offered, contextOf(offered)])).toEqual(
    choices.map((question) => [{ question }, undefined]),
  )
  expect(alternativesOf({})).toEqual([])
})

test('what was chosen is what a question is about, and is taken off it when it is asked without', () => {
  const chosen: AskResponse = { ...answer('When did it open? (The mill)'), about: 'The mill', understood: 'When did it open? (The mill)' }
  expect(subjectOf(chosen)).toBe('The mill')
  expect(withoutSubject('When did it open? (The mill)', chosen)).toBe('When did it open?')
  // A subject of the turns before stands in no brackets (negative control).
  expect(withoutSubject('When did it open?', chosen)).toBe('When did it open?')
  expect(withoutSubject('Who is the clerk? (Ann Roe)', answer('Who is the clerk? (Ann Roe)'))).toBe('Who is the clerk? (Ann Roe)')
})

test.each([
  ['What is ITQ?', undefined],
  ['2020', undefined],
  ['é', undefined],
  ['a'.repeat(QUESTION_MAX_LENGTH), undefined],
  ['', 'blank'],
  [' \n\u00a0', 'blank'],
  ['?!…', 'wordless'],
  ['🙂', 'wordless'],
  ['a'.repeat(QUESTION_MAX_LENGTH + 1), 'tooLong'],
])('the page refuses a question by the rules of the server: %#', (question, refusal) => {
  expect(refusalOf(question, QUESTION_MAX_LENGTH)).toBe(refusal)
  expect(AskRequestSchema.safeParse({ question }).success).toBe(refusal === undefined)
})

test('several quotes of one document have cards that are told apart by their numbers, also where they are read out', () => {
  const one = answer('Ten days.')
  const citations = one.citations.flatMap((citation) => [citation, { ...citation, n: 2, start: 20, end: 29 }])
  const page = String(ChatPage({ language: 'en', answer: { ...one, citations } })).replace(/<template[\s\S]*/, '')
  const names = [...page.matchAll(/<a class="card"[^>]*>(.*?)<\/a>/gs)].map(([, card = '']) => readOut(card))
  expect(names).toEqual(['1 Ten days.French', '2 Ten days.French'])
  // A number that is hidden from whoever listens would not tell them apart (negative control).
  expect(readOut('<b aria-hidden="true">1</b> Ten days.')).toBe('Ten days.')
})

/** @param html of one element, without what is hidden from screen readers */
const readOut = (html: string): string =>
  html
    .replace(/<b[^>]* aria-hidden="true"[^>]*>.*?<\/b>/g, '')
    .replace(/<[^>]+>/g, '')
    .trim()

test('short months: English ones whole up to four letters, else with a point; French ones as Intl has them', () => {
  const year = (language: string): string[] =>
    Array.from({ length: 12 }, (_, i) => shortDate(`2020-${String(i + 1).padStart(2, '0')}`, language).replace(' 2020', ''))
  expect(year('en')).toEqual('Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.'.split(' '))
  expect(year('fr')).toEqual('janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.'.split(' '))
  expect(shortDate('2019-06-03', 'en')).toBe('June 2019')
})
