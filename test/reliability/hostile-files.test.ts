/** Files that mean harm, or were never meant to be read: each ends as indexed, indexed with a warning, or refused with a reason. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildIndex } from '../../src/build-index.ts'
import { LIMITS, openParser } from '../../src/documents/parser.ts'
import { findFiles, readDocument } from '../../src/documents/read.ts'
import type { SourceDocument } from '../../src/domain.ts'
import { AppError, isAppError } from '../../src/errors.ts'
import { errorText } from '../../src/messages/index.ts'
import { CASES, type End, writeHostileFiles } from './hostile-files.ts'
import { models, TORTURE } from './world.ts'

describe(`${CASES.length} hostile files`, () => {
  const ends = new Map<string, { end: End; text: string }>()
  const errors: AppError[] = []
  let before = 0

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sourcier-hostile-'))
    writeHostileFiles(folder)
    before = process.memoryUsage.rss()
    const { files, refused } = await findFiles(folder)
    for (const { source, error } of refused) {
      ends.set(source, { end: error.code, text: '' })
      errors.push(error)
    }
    const parser = openParser({ ...LIMITS, time: TORTURE ? LIMITS.time : 5000 })
    for (const file of files) {
      const read = await readDocument(file, parser).catch((error: unknown) => error)
      if (isAppError(read)) errors.push(read)
      else if (read instanceof Error) throw read
      const document = isAppError(read) ? undefined : (read as SourceDocument)
      ends.set(file.source, {
        end: isAppError(read) ? read.code : (document?.warnings?.[0] ?? 'indexed'),
        text: document?.text ?? '',
      })
    }
    parser.close()
  }, 300_000)

  test('there are at least 60 of them, and each has an end', () => {
    expect(CASES.length).toBeGreaterThanOrEqual(60)
    expect([...ends.keys()].sort()).toEqual([...CASES.map(({ name }) => name), 'folder.txt/inside.txt'].sort())
  })

  test.each(CASES.map((own) => [JSON.stringify(own.name.slice(0, 40)), own] as const))('%s', (_, { name, ends: good, holds, lacks }) => {
    const found = ends.get(name)
    expect(good).toContain(found?.end)
    if (holds && found?.text) expect(found.text).toContain(holds)
    if (lacks) expect(found?.text).not.toContain(lacks)
  })

  test('every reason is a sentence in both languages, on one line, with nothing that turns its direction', () => {
    expect(errors.length).toBeGreaterThan(30)
    for (const error of errors) {
      const [english, french] = [errorText(error, 'en'), errorText(error, 'fr')]
      expect(english).not.toBe(french)
      expect(english + french).not.toMatch(/[\n\r\u202a-\u202e\u2066-\u2069]/)
    }
  })

  test('the process that asked is not the one that grew', () => {
    // 500 MB of spaces and 700 MB of XML were unpacked elsewhere.
    expect((process.memoryUsage.rss() - before) / 1024 / 1024).toBeLessThan(400)
  })
})

test('a bound that is met refuses what it should (negative controls)', async () => {
  const golden = { file: 'test/golden/en/report.pdf', source: 'report.pdf' }
  const end = async (limits: Partial<typeof LIMITS>): Promise<unknown> => {
    const parser = openParser({ ...LIMITS, ...limits })
    const read = await readDocument(golden, parser).catch((error: AppError) => error)
    parser.close()
    return read instanceof AppError ? read.params : 'indexed'
  }
  expect(await end({})).toBe('indexed')
  expect(await end({ resident: 30 })).toEqual({ source: 'report.pdf', limit: 'memory' })
  expect(await end({ time: 30 })).toEqual({ source: 'report.pdf', limit: 'time' })
  expect(await end({ heap: 8 })).toEqual({ source: 'report.pdf', limit: 'memory' })
})

test('one bad file stops nothing: what is good is indexed, what is not is reported, and the parser lives on', async () => {
  const documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
  const bad = CASES.filter(({ name }) => ['bomb.docx', 'encrypted.pdf', 'png.txt', 'header.csv'].includes(name))
  for (const { name, make } of bad) make(join(documentsFolder, name))
  writeFileSync(join(documentsFolder, 'zz.html'), '<p>The harbour master is Ann Roe.</p>')
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-index-'))
  const { index, summary, notices } = await buildIndex({ documentsFolder, indexFolder, models, store: 'exact' })
  expect(index.content().documents.map(({ source }) => source)).toEqual(['zz.html'])
  expect(summary.leftOut).toBe(4)
  expect(notices.map(({ code }) => code).sort()).toEqual([
    'document-encrypted',
    'document-exceeds',
    'document-no-records',
    'document-not-text',
  ])
})
