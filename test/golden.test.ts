/** Every format, in both languages: what is read, what can be asked, and which page or translation is offered. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { ask } from '../src/ask.ts'
import { buildIndex } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { AskRequestSchema, type AskResponse, type SourceDocument } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import type { Engine } from '../src/engine.ts'
import { everyDocument } from '../src/store/corpus.ts'

const GOLDEN = 'test/golden'
let engine: Engine
const engineOver = async (documentsFolder: string): Promise<Engine> => {
  const models = await openModels(DEFAULT_MODEL)
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-golden-'))
  const { index, notices } = await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  expect(notices).toEqual([])
  return { corpus: index.corpus, ...models }
}
beforeAll(async () => {
  engine = await engineOver(GOLDEN)
  documents = await everyDocument(engine.corpus)
})
let documents: SourceDocument[]
const documentOf = (source: string): SourceDocument => documents.find((own) => own.source === source) as SourceDocument
const asked = (question: string, own = engine): Promise<AskResponse> => ask(AskRequestSchema.parse({ question }), own)

test.each([
  ['en/ferry.html', 'The Port-Neuf ferry', 'en', '2024-03-12'],
  ['fr/ferry.html', 'Le traversier de Port-Neuf', 'fr', '2024-03-12'],
  ['en/report.pdf', 'Annual report of the Port-Neuf library', 'en', undefined],
  ['fr/report.pdf', 'Rapport annuel de la bibliothèque de Port-Neuf', 'fr', undefined],
  ['en/pool.docx', 'Rules of the swimming pool', 'en', undefined],
  ['fr/pool.docx', 'Règlement de la piscine', 'fr', undefined],
  ['en/waste.csv', 'waste', 'en', undefined],
  ['fr/waste.csv', 'waste', 'fr', undefined],
  ['en/permits.jsonl', 'permits', 'en', undefined],
  ['fr/permits.jsonl', 'permits', 'fr', undefined],
  ['en/harbour.en.md', 'The harbour', 'en', undefined],
  ['fr/harbour.fr.md', 'Le port', 'fr', undefined],
  ['en/market.odt', 'The public market', 'en', undefined],
  ['fr/market.odt', 'Le marché public', 'fr', undefined],
  ['en/wharf.pptx', 'Repair of the wharf', 'en', undefined],
  ['fr/wharf.pptx', 'Réfection du quai', 'fr', undefined],
  ['en/berths.xlsx', 'berths', 'en', undefined],
  ['fr/berths.xlsx', 'berths', 'fr', undefined],
  ['en/notice.rtf', 'Notice to sailors', 'en', undefined],
  ['fr/notice.rtf', 'Avis aux marins', 'fr', undefined],
  ['en/keys.eml', 'Keys of the parish hall', 'en', '2024-03-05'],
  ['fr/keys.eml', 'Clés de la salle paroissiale', 'fr', '2024-03-05'],
])('%s: title, language, date', (source, title, language, date) => {
  expect(documentOf(source)).toMatchObject({ title, language, ...(date ? { date } : {}) })
})

test('headings, lists and tables are text that can be read and cited', () => {
  const lists = {
    'en/ferry.html': '  • a ticket, paper or electronic\n  • proof of address',
    'fr/pool.docx': '  • courir autour du bassin\n  • les contenants de verre',
    'en/harbour.en.md': '  1. Call the harbour on channel 68.\n  2. Wait',
  }
  const tables = {
    'fr/ferry.html': 'Saison\u00a0: Été · Première traversée\u00a0: 6 h 15 · Tarif\u00a0: 4,50\u00a0$\nSaison\u00a0: Hiver · Première',
    'en/pool.docx': 'Group: Adults · Price: $6.00\nGroup: Students · Price: $3.50',
  }
  for (const [source, text] of Object.entries({ ...lists, ...tables })) {
    expect(documentOf(source).text.replace(/[^\S\n\u00a0]+(?=\S)/g, ' '), source).toContain(text.replace(/ +/g, ' '))
  }
  const headings = { 'en/report.pdf': 'Collections', 'en/pool.docx': 'What is forbidden', 'fr/ferry.html': 'À apporter' }
  for (const [source, heading] of Object.entries(headings)) {
    const { text, sentences } = documentOf(source)
    expect(sentences.find(({ start, end }) => text.slice(start, end) === heading)?.kind, source).toBe('heading')
  }
})

test('what a visitor does not see is not indexed: scripts, styles, navigation, hidden parts, running heads', () => {
  const text = documentOf('en/ferry.html').text + documentOf('en/report.pdf').text
  for (const hidden of ['never indexed', 'color: red', 'Home and news', 'Ignore earlier', '© Port-Neuf', 'Town of Port-Neuf', 'page 2']) {
    expect(text).not.toContain(hidden)
  }
})

test.each([
  ['How many passengers did the ferry carry in 2023?', 'en/ferry.html', '48,200'],
  ['Combien de passagers le traversier a-t-il transportés en 2023 ?', 'fr/ferry.html', '48\u202f200'],
  ['Who is the director of the library?', 'en/report.pdf', 'Hélène Savard'],
  ['Quel est le budget de la bibliothèque ?', 'fr/report.pdf', '1 150 000'],
  ['When is the swimming pool open?', 'en/pool.docx', 'May 15'],
  ['Qui dirige les sauveteurs ?', 'fr/pool.docx', 'Marc Ouellet'],
  ['Where do I bring old paint?', 'en/waste.csv', 'ecocentre'],
  ['Combien coûte le permis d’un cabanon ?', 'fr/permits.jsonl', '85'],
  ['Who is the harbour master?', 'en/harbour.en.md', 'Ann Roe'],
  ['How much does a stall at the market cost?', 'en/market.odt', 'costs 40 dollars'],
  ['Combien coûte un étal du marché public ?', 'fr/market.odt', '40 dollars'],
  ['How much will the repair of the wharf cost?', 'en/wharf.pptx', '2.4 million'],
  ['Combien coûtera la réfection du quai ?', 'fr/wharf.pptx', '2,4 millions'],
  ['Who owns berth B-03?', 'en/berths.xlsx', 'Nadia Osei'],
  ['Combien coûte la place de Nadia Osei ?', 'fr/berths.xlsx', '815 dollars'],
  ['When will the lighthouse be dark?', 'en/notice.rtf', 'May 6'],
  ['Qui garde les clés de la salle paroissiale ?', 'fr/keys.eml', 'Gaspard Loyer'],
])('%s: from %s', async (question, source, answer) => {
  const { citations } = await asked(question)
  const [first] = citations
  expect([first?.source, first?.quote.includes(answer)]).toEqual([source, true])
})

test('a quote of a PDF tells its page', async () => {
  for (const [question, page] of [
    ['Who is the director of the library?', 1],
    ['What is the oldest document of the collections?', 2],
    ['How much will the repair of the roof of the library cost?', 3],
  ] as const) {
    const { citations } = await asked(question)
    expect(citations[0], question).toMatchObject({ source: 'en/report.pdf', page })
  }
})

test('translations are found by links, names and content; the other one is offered beside the answer', async () => {
  for (const name of ['ferry.html', 'report.pdf', 'pool.docx', 'waste.csv', 'permits.jsonl']) {
    expect(documentOf(`en/${name}`).counterpart, name).toBe(documentOf(`fr/${name}`).id)
    expect(documentOf(`fr/${name}`).counterpart, name).toBe(documentOf(`en/${name}`).id)
  }
  const { citations, passages } = await asked('Combien de documents les lecteurs de la bibliothèque peuvent-ils emprunter ?')
  expect(citations.map(({ source }) => source)).toEqual(['fr/report.pdf'])
  expect(citations[0]?.counterpart).toMatchObject({ title: 'Annual report of the Port-Neuf library', language: 'en' })
  expect(passages.map(({ source }) => source)).not.toContain('en/report.pdf')
})

test('… and where there is no translation the other language answers (negative control)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-golden-'))
  cpSync(GOLDEN, folder, { recursive: true })
  rmSync(join(folder, 'fr', 'report.pdf'))
  const own = await engineOver(folder)
  const { citations } = await asked('Combien de documents les lecteurs de la bibliothèque peuvent-ils emprunter ?', own)
  expect(citations[0]?.source).toBe('en/report.pdf')
  expect(citations[0]?.counterpart).toBeUndefined()
})
