/** Older and open office formats: made here, read, and asked in both languages. No library writes `.doc`: its bytes are put together by [MS-DOC]. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CFB, utils, write } from '@e965/xlsx'
import JSZip from 'jszip'
import { beforeAll, expect, test } from 'vitest'
import { ask } from '../src/ask.ts'
import { buildIndex } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { AskRequestSchema, type AskResponse } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import type { Engine } from '../src/engine.ts'
import { everyDocument } from '../src/store/corpus.ts'

/** The rows of one sheet, and the slides of one presentation, in each language. */
const SHEETS = {
  en: {
    name: 'Fees',
    rows: [
      ['Service', 'Fee', 'Delay'],
      ['Kayak permit', '14 dollars', '3 days'],
      ['Anchor licence', '61 dollars', '9 days'],
    ],
  },
  fr: {
    name: 'Tarifs',
    rows: [
      ['Service', 'Tarif', 'Délai'],
      ['Permis de kayak', '14 dollars', '3 jours'],
      ['Licence d’ancre', '61 dollars', '9 jours'],
    ],
  },
} as const
const SLIDES = {
  en: ['The new lighthouse', 'The keeper of the lighthouse is Maud Girard.', 'Its lamp was lit in 1998.'],
  fr: ['Le nouveau phare', 'La gardienne du phare est Maud Girard.', 'Sa lampe a été allumée en 1998.'],
} as const
const LANGUAGES = ['en', 'fr'] as const

function sheet(language: 'en' | 'fr', bookType: 'biff8' | 'ods'): Uint8Array {
  const book = utils.book_new()
  const { name, rows } = SHEETS[language]
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows.map((row) => [...row])), name)
  return new Uint8Array(write(book, { bookType, type: 'array' }))
}

async function slides(language: 'en' | 'fr'): Promise<Uint8Array> {
  const pages = SLIDES[language].map(
    (text, i) =>
      `<draw:page draw:name="page${i + 1}"><draw:frame><draw:text-box><text:p>${text}</text:p></draw:text-box></draw:frame></draw:page>`,
  )
  const zip = new JSZip()
  zip.file('mimetype', 'application/vnd.oasis.opendocument.presentation')
  zip.file(
    'content.xml',
    `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"><office:body><office:presentation>${pages.join('')}</office:presentation></office:body></office:document-content>`,
  )
  return zip.generateAsync({ type: 'uint8array' })
}

const LETTERS = {
  en: ['Notice of the harbour office', 'The office of the harbour master is open from Tuesday to Saturday, at 4 Łódź Street.'],
  fr: ['Avis de la capitainerie', 'Le bureau de la capitainerie est ouvert du mardi au samedi, au 4, rue de Łódź.'],
} as const

/**
 * Word 97: a header that says how much text there is and where its table of pieces stands (FIB), the text, and that table (CLX). The first
 * paragraph is a piece of Windows-1252, the second, whose Ł it lacks, one of UTF-16.
 */
function letter(language: 'en' | 'fr'): Uint8Array {
  const [head, body] = LETTERS[language].map((paragraph) => `${paragraph}\r`) as [string, string]
  const at = 0x800
  const pieces = [
    { bytes: Buffer.from(head, 'latin1'), place: at, compressed: true, length: head.length },
    { bytes: Buffer.from(body, 'utf16le'), place: at + 0x100, compressed: false, length: body.length },
  ]
  const main = Buffer.alloc(0x1000)
  main.writeUInt16LE(0xa5ec, 0)
  main.writeUInt16LE(0x00c1, 2)
  // The table is in the stream "1Table".
  main.writeUInt16LE(0x1200, 0xa)
  main.writeUInt32LE(at, 0x18)
  main.writeUInt32LE(head.length + body.length, 0x4c)
  for (const { bytes, place } of pieces) bytes.copy(main, place)
  const table = Buffer.alloc(0x1000)
  table.writeUInt8(2, 0)
  table.writeUInt32LE(4 * (pieces.length + 1) + 8 * pieces.length, 1)
  let position = 0
  for (const [i, { place, compressed, length }] of pieces.entries()) {
    table.writeUInt32LE(position, 5 + 4 * i)
    position += length
    table.writeUInt32LE(compressed ? (2 * place) | 0x40000000 : place, 5 + 4 * (pieces.length + 1) + 8 * i + 2)
  }
  table.writeUInt32LE(position, 5 + 4 * pieces.length)
  main.writeUInt32LE(0, 0x1a2)
  main.writeUInt32LE(5 + 4 * (pieces.length + 1) + 8 * pieces.length, 0x1a6)
  const file = CFB.utils.cfb_new()
  CFB.utils.cfb_add(file, '/WordDocument', main)
  CFB.utils.cfb_add(file, '/1Table', table)
  return new Uint8Array(CFB.write(file, { type: 'buffer' }) as Buffer)
}

const folder = mkdtempSync(join(tmpdir(), 'sourcier-office-'))
const engines = new Map<string, Engine>()
beforeAll(async () => {
  const models = await openModels(DEFAULT_MODEL)
  for (const language of LANGUAGES) {
    const sheets = { '.xls': sheet(language, 'biff8'), '.ods': sheet(language, 'ods') }
    const files = { ...sheets, '.odp': await slides(language), '.doc': letter(language) }
    for (const [ending, bytes] of Object.entries(files)) {
      // Alone, so that no other format can answer for it.
      const documentsFolder = join(folder, `${language}${ending}`)
      mkdirSync(documentsFolder)
      writeFileSync(join(documentsFolder, `own${ending}`), bytes)
      const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-office-index-'))
      const { index } = await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
      engines.set(`${language}${ending}`, { corpus: index.corpus, ...models })
    }
  }
})

async function asked(key: string, question: string): Promise<AskResponse> {
  const engine = engines.get(key)
  return engine ? ask(AskRequestSchema.parse({ question }), engine) : expect.fail(key)
}

test.each(['.xls', '.ods'])('a row of a sheet (%s) answers with the headers of its columns, in both languages', async (ending) => {
  const english = await asked(`en${ending}`, 'What is the fee for an anchor licence?')
  expect(english.citations[0]?.quote).toBe('Service: Anchor licence · Fee: 61 dollars · Delay: 9 days')
  const french = await asked(`fr${ending}`, 'Quel est le tarif d’une licence d’ancre ?')
  expect(french.citations[0]?.quote.replace(/\s/g, ' ')).toBe('Service : Licence d’ancre · Tarif : 61 dollars · Délai : 9 jours')
})

test('what a slide says (.odp) is cited word for word and with the number of the slide, in both languages', async () => {
  for (const [language, question] of [
    ['en', 'Who is the keeper of the lighthouse?'],
    ['fr', 'Qui est la gardienne du phare ?'],
  ] as const) {
    const { citations } = await asked(`${language}.odp`, question)
    expect([citations[0]?.quote, citations[0]?.page]).toEqual([SLIDES[language][1], 2])
  }
})

test('what a letter of Word 97 says (.doc) is cited word for word, whatever its pieces are written in, in both languages', async () => {
  for (const [language, question] of [
    ['en', 'When is the office of the harbour master open?'],
    ['fr', 'Quand le bureau de la capitainerie est-il ouvert ?'],
  ] as const) {
    const { citations } = await asked(`${language}.doc`, question)
    expect(LETTERS[language][1].startsWith(citations[0]?.quote ?? '?'), citations[0]?.quote).toBe(true)
    const [document] = await everyDocument(engines.get(`${language}.doc`)?.corpus ?? expect.fail(language))
    expect(document?.text).toBe(LETTERS[language].join('\n\n'))
    expect(document?.language).toBe(language)
  }
})

test('… and what stands in none of them is not answered (negative control)', async () => {
  for (const key of engines.keys()) expect((await asked(key, 'What is the capital of Mongolia?')).answered, key).toBe(false)
})
