import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import type { Block } from '../domain.ts'
import { errorText } from '../messages/index.ts'
import { describeDocument, readFolder } from './read.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sourcier-read-'))
})

test('reads a folder recursively, in the order of paths, text and Markdown alone', async () => {
  mkdirSync(join(folder, 'b'))
  writeFileSync(join(folder, 'b', 'deux.md'), '# Deux\n\nDu texte en français, assez long pour être reconnu.')
  writeFileSync(join(folder, 'a.txt'), 'One text in English, long enough to be recognised.')
  writeFileSync(join(folder, 'c.png'), 'not read')
  writeFileSync(join(folder, '.hidden.txt'), 'not read')
  const { documents, refused } = await readFolder(folder)
  expect(documents.map(({ source, title, language }) => [source, title, language])).toEqual([
    ['a.txt', 'One text in English, long enough to be recognised', 'en'],
    ['b/deux.md', 'Deux', 'fr'],
  ])
  expect(refused.map(({ code, params }) => [code, params])).toEqual([
    ['documents-unread', { files: 1, kinds: [{ kind: '.png', files: 1 }] }],
  ])
})

test('files of kinds that are not read are counted by kind; what systems leave beside documents is nobody’s file', async () => {
  for (const name of ['a.zip', 'b.zip', 'c.mp4', 'README', '~$report.docx', '.DS_Store', '._a.txt', 'Thumbs.db', 'desktop.ini']) {
    writeFileSync(join(folder, name), 'x')
  }
  writeFileSync(join(folder, 'good.txt'), 'A sentence.')
  const { refused } = await readFolder(folder)
  const kinds = [
    { kind: '.zip', files: 2 },
    { kind: '', files: 1 },
    { kind: '.mp4', files: 1 },
  ]
  expect(refused.map(({ code, params }) => [code, params])).toEqual([['documents-unread', { files: 4, kinds }]])
})

test('names that differ in the form of their accents are two documents', async () => {
  writeFileSync(join(folder, 'été.txt'.normalize('NFC')), 'One sentence.')
  writeFileSync(join(folder, 'été.txt'.normalize('NFD')), 'Another sentence.')
  const { documents } = await readFolder(folder)
  expect(new Set(documents.map(({ id }) => id)).size).toBe(2)
})

test('a broken file is told to be broken, not to lack permissions', async () => {
  writeFileSync(join(folder, 'broken.pdf'), '%PDF-1.7\nnothing of one')
  const { refused } = await readFolder(folder)
  expect(refused.map(({ code }) => code)).toEqual(['document-damaged'])
})

test('what is wrong with a broken file is told: empty, cut off, of another kind, or contradicting itself', async () => {
  const pdf = readFileSync('test/golden/en/report.pdf')
  const word = readFileSync('test/golden/en/wharf.pptx')
  const files: Record<string, Uint8Array | string> = {
    'a-empty.pdf': '',
    'b-cut.pdf': pdf.subarray(0, pdf.length - 3000),
    'c-page.pdf': '<!doctype html><title>Sign in</title><p>Please sign in.',
    'd-torn.pdf': '%PDF-1.4\n1 0 obj nothing of one\n%%EOF',
    'e-cut.pptx': word.subarray(0, word.length - 500),
    'f-page.docx': '<html>Not found',
    'g-old.doc': 'Please sign in.',
  }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  const { refused } = await readFolder(folder)
  expect(refused.map(({ code, params }) => [code, 'damage' in params ? params.damage : ''])).toEqual([
    ['document-damaged', 'empty'],
    ['document-damaged', 'cut-off'],
    ['document-damaged', 'other-kind'],
    ['document-damaged', 'structure'],
    ['document-damaged', 'cut-off'],
    ['document-damaged', 'other-kind'],
    ['document-damaged', 'other-kind'],
  ])
  const [, cut] = refused
  if (!cut) throw new Error('nothing was refused')
  // In words, and without those of a library.
  expect(errorText(cut, 'en')).toMatch(/^“b-cut.pdf” is incomplete: its end is missing/)
  expect(errorText(cut, 'fr')).toMatch(/^«\u202fb-cut.pdf\u202f» est incomplet\u00a0: il en manque la fin/)
})

test('one bad file never stops the run: it is refused by name and the others are there', async () => {
  writeFileSync(join(folder, 'good.txt'), 'A sentence.')
  writeFileSync(join(folder, 'image.txt'), Buffer.from([0x89, 0x50, 0, 0, 1]))
  const { documents, refused } = await readFolder(folder)
  expect(documents).toHaveLength(1)
  expect(refused.map(({ code, params }) => [code, params])).toEqual([['document-not-text', { source: 'image.txt' }]])
})

test('a symbolic link does not lead out of the folder or round in it', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'sourcier-outside-'))
  writeFileSync(join(outside, 'secret.txt'), 'Not for this folder.')
  symlinkSync(outside, join(folder, 'way-out'))
  symlinkSync(folder, join(folder, 'loop'))
  writeFileSync(join(folder, 'good.txt'), 'A sentence.')
  const { documents } = await readFolder(folder)
  expect(documents.map(({ source }) => source)).toEqual(['good.txt'])
})

test('a missing folder and an empty one are told apart', async () => {
  await expect(readFolder(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'documents-missing' })
  await expect(readFolder(folder)).rejects.toMatchObject({ code: 'documents-empty' })
})

test('title, date and language of a press release come from its text', () => {
  const text =
    ' date 2020-09 QUÉBEC, le 1er sept. 2020 /CNW Telbec/ - Le gouvernement est fier d’annoncer la mise en opération d’ITQ. Une suite.'
  const document = describeDocument({ source: 'x/y.txt', text, sha256: '' })
  expect(document).toMatchObject({
    title: 'Le gouvernement est fier d’annoncer la mise en opération d’ITQ',
    date: '2020-09-01',
    language: 'fr',
  })
  expect(document.id).toMatch(/^[0-9a-f]{12}$/)
  expect(document.text).toBe(text)
})

test.each(['DORS/2012-253', 'C.R.C., ch. 1044', 'L.R.C. (1985), ch. N-4', 'CQLR, chapter A-2.1', 'SOR/80-127'])(
  'the reference of a regulation above its heading is no title: %s',
  (reference) => {
    const text = `${reference}\nFerry Fees Regulations\n======================\nThe fee of the ferry is 12 dollars.`
    expect(describeDocument({ source: 'a.txt', text, sha256: '' }).title).toBe('Ferry Fees Regulations')
  },
)

test.each(['Ferry 2026', 'ITQ 2024', 'Budget, 2026', 'Schedule B/2'])('… another heading is one: %s (negative control)', (heading) => {
  const text = `${heading}\n==========\n\nIntroduction\n------------\nThe fee of the ferry is 12 dollars.`
  expect(describeDocument({ source: 'a.txt', text, sha256: '' }).title).toBe(heading)
})

test('… a reference without a heading below it is all that there is', () => {
  const text = 'DORS/2012-253\n\nThe fee of the ferry is 12 dollars. It is paid on board.'
  expect(describeDocument({ source: 'a.txt', text, sha256: '' }).title).toMatch(/^DORS/)
})

test('half a character is none: it is shown as lost, and the offsets hold', () => {
  const document = describeDocument({ source: 'a.txt', text: 'The \ud800 bell rings at six.', sha256: '' })
  expect(document.text).toBe('The \ufffd bell rings at six.')
  expect(document.warnings).toEqual(['lost-characters'])
})

test('a document is of the day on which its end says that it was changed, where its beginning says none', () => {
  const dated = (beginning: string, end: string): string | undefined =>
    describeDocument({ source: 'a.txt', sha256: '', text: `${beginning}\n\n${'Lots close at night. '.repeat(30)}\n\n${end}` }).date
  expect(dated('Parking', 'Date modified: 2024-03-01')).toBe('2024-03-01')
  expect(dated('Stationnement', 'Dernière mise à jour : 2 juillet 2024')).toBe('2024-07-02')
  expect(dated('Parking, June 3, 2019', 'Date modified: 2024-03-01')).toBe('2019-06-03')
  expect(dated('Parking', 'The lot was paved on March 1, 2024.'), 'an event is none (negative control)').toBeUndefined()
})

test('the number of a by-law, and a date in a row of a table, are not the date of a document', () => {
  const dated = (text: string): string | undefined => describeDocument({ source: 'a.txt', sha256: '', text }).date
  for (const text of ['By-law 2026-08', 'Règlement no 2019-04 sur les chiens', 'Resolution number CM-2024-11', 'Dossier 2020-12']) {
    expect(dated(`${text}\n\nDogs are on a leash.`), text).toBeUndefined()
  }
  expect(dated('By-law 2026-08\n\nPassed on March 3, 2026.')).toBe('2026-03-03')
  expect(dated('Report, 2026-08\n\nDogs are on a leash.'), 'a month by itself is one (negative control)').toBe('2026-08')
  const text = 'Name: Ann · Start: 2020-01-02'
  const [table, row] = (['table', 'row'] as const).map((kind) => ({ kind, start: 0, end: text.length }))
  expect(describeDocument({ source: 'a.csv', sha256: '', text, blocks: [table, row] as Block[] }).date).toBeUndefined()
})
