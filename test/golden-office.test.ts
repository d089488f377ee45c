/** Older and open office formats that libraries can write: made here, read, and asked in both languages. `.doc` has no writer; see `hostile-files.ts`. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, write } from '@e965/xlsx'
import JSZip from 'jszip'
import { beforeAll, expect, test } from 'vitest'
import { ask } from '../src/ask.ts'
import { buildIndex } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { AskRequestSchema, type AskResponse } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import type { Engine } from '../src/engine.ts'

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

const folder = mkdtempSync(join(tmpdir(), 'sourcier-office-'))
const engines = new Map<string, Engine>()
beforeAll(async () => {
  const models = await openModels(DEFAULT_MODEL)
  for (const language of LANGUAGES) {
    const files = { '.xls': sheet(language, 'biff8'), '.ods': sheet(language, 'ods'), '.odp': await slides(language) }
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

test('… and what stands in none of them is not answered (negative control)', async () => {
  for (const key of engines.keys()) expect((await asked(key, 'What is the capital of Mongolia?')).answered, key).toBe(false)
})
