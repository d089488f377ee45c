import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { isAppError } from '../errors.ts'
import { DOCUMENT_MAX_BYTES, readableKinds } from './read.ts'
import { addFile, removeFile } from './shelf.ts'

const KINDS = readableKinds(false)
let folder: string
/** Outside of the folder, with a file that nothing may touch. */
let outside: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sourcier-shelf-'))
  outside = mkdtempSync(join(tmpdir(), 'sourcier-outside-'))
  writeFileSync(join(outside, 'secret.txt'), 'secret')
})

const bytes = (text: string): Uint8Array => Buffer.from(text)
const add = (name: string, text = 'text', replace = false) => addFile(folder, { name, bytes: bytes(text) }, KINDS, replace)
const remove = (source: string) => removeFile(folder, source, new Date('2026-05-04T03:02:01.000Z'))
const codeOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'done',
    (thrown) => (isAppError(thrown) ? thrown.code : thrown),
  )

test('a file is added under its name, whole, with nothing beside it', async () => {
  expect(await add('Règlement de l’été.txt', 'a rule')).toBe('Règlement de l’été.txt')
  expect(readdirSync(folder)).toEqual(['Règlement de l’été.txt'])
  expect(readFileSync(join(folder, 'Règlement de l’été.txt'), 'utf8')).toBe('a rule')
})

test('a name is kept in NFC, and one that differs in composition alone is the same', async () => {
  const decomposed = 'e\u0301te\u0301.txt'
  expect(await add(decomposed)).toBe('\u00e9t\u00e9.txt')
  expect(await codeOf(add(decomposed))).toBe('upload-exists')
  // As some systems write names.
  writeFileSync(join(folder, 'no\u0308el.txt'), 'before')
  expect(await codeOf(add('n\u00f6el.txt'))).toBe('upload-exists')
  expect(await add('n\u00f6el.txt', 'after', true)).toBe('n\u00f6el.txt')
  expect(readFileSync(join(folder, 'no\u0308el.txt'), 'utf8')).toBe('after')
})

test.each([
  '../secret.txt',
  '..',
  '/etc/passwd.txt',
  'a/b.txt',
  'a\\b.txt',
  'C:report.txt',
  '.hidden.txt',
  '~$report.docx',
  'thumbs.db',
  'report.txt.',
  ' report.txt',
  'nul.txt',
  'new\nline.txt',
  'zero\0byte.txt',
  'right\u202eto-left.txt',
  '\ud800.txt',
  '',
  `${'x'.repeat(300)}.txt`,
])('no path and no name that cannot be seen or kept: %j', async (name) => {
  expect(await codeOf(add(name))).toBe('upload-name')
  expect(readdirSync(folder)).toEqual([])
})

test('only kinds that are read, only files with something in them, only as large as they are read', async () => {
  expect(await codeOf(add('tool.exe'))).toBe('upload-kind')
  expect(await codeOf(add('README'))).toBe('upload-kind')
  expect(await codeOf(add('page.html.js'))).toBe('upload-kind')
  // Pictures are documents where their text is recognised.
  expect(await codeOf(add('scan.png'))).toBe('upload-kind')
  const other = mkdtempSync(join(tmpdir(), 'sourcier-shelf-'))
  expect(await addFile(other, { name: 'scan.PNG', bytes: bytes('x') }, readableKinds(true))).toBe('scan.PNG')
  expect(await codeOf(add('empty.txt', ''))).toBe('upload-empty')
  expect(await codeOf(addFile(folder, { name: 'large.txt', bytes: new Uint8Array(DOCUMENT_MAX_BYTES + 1) }, KINDS))).toBe(
    'upload-too-large',
  )
  expect(readdirSync(folder)).toEqual([])
})

test('a file of that name stays as it is, unless it is to be replaced', async () => {
  await add('a.txt', 'first')
  expect(await codeOf(add('a.txt', 'second'))).toBe('upload-exists')
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('first')
  await add('a.txt', 'third', true)
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('third')
  mkdirSync(join(folder, 'b.txt'))
  expect(await codeOf(add('b.txt', 'text', true))).toBe('upload-exists')
  expect(readdirSync(folder)).toEqual(['a.txt', 'b.txt'])
})

test('a link of that name is never written through', async () => {
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'))
  expect(await codeOf(add('link.txt', 'mine'))).toBe('upload-exists')
  await add('link.txt', 'mine', true)
  expect(readFileSync(join(folder, 'link.txt'), 'utf8')).toBe('mine')
  expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('secret')
})

test('two that come at once: one is kept, the other is told', async () => {
  const outcomes = await Promise.all(Array.from({ length: 8 }, (_, i) => codeOf(add('a.txt', `number ${i}`))))
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome === 'upload-exists')).toHaveLength(7)
  expect(readdirSync(folder)).toEqual(['a.txt'])
})

test('a folder that is gone is told, and nothing is made in its place', async () => {
  const gone = join(folder, 'gone')
  expect(await codeOf(addFile(gone, { name: 'a.txt', bytes: bytes('a') }, KINDS))).toBe('upload-unwritable')
  expect(existsSync(gone)).toBe(false)
})

test('what is removed is kept in a hidden folder', async () => {
  mkdirSync(join(folder, 'en'))
  writeFileSync(join(folder, 'en', 'a.txt'), 'text')
  await remove('en/a.txt')
  expect(readdirSync(join(folder, 'en'))).toEqual([])
  expect(readFileSync(join(folder, '.removed', '2026-05-04T03-02-01-000Z a.txt'), 'utf8')).toBe('text')
})

test('nothing outside of the folder is removed: no path that climbs, no folder that is a link, no folder', async () => {
  symlinkSync(outside, join(folder, 'elsewhere'))
  mkdirSync(join(folder, 'en'))
  writeFileSync(join(folder, '.hidden'), 'hidden')
  const name = outside.slice(outside.lastIndexOf('/') + 1)
  for (const source of [
    '',
    '..',
    `../${name}/secret.txt`,
    `en/../../${name}/secret.txt`,
    `${outside}/secret.txt`,
    'elsewhere/secret.txt',
    'en',
    '.hidden',
    'en//a',
    'a\0b',
  ]) {
    expect(await codeOf(remove(source)), source).toBe('document-unknown')
  }
  expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('secret')
  // A link is taken away itself, and what it leads to stays.
  symlinkSync(join(outside, 'secret.txt'), join(folder, 'link.txt'))
  await remove('link.txt')
  expect(existsSync(join(folder, 'link.txt'))).toBe(false)
  expect(readFileSync(join(outside, 'secret.txt'), 'utf8')).toBe('secret')
})
