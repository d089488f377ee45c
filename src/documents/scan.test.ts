import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { afterAll, expect, test } from 'vitest'
import type { Reply } from './format.ts'
import { openParser } from './parser.ts'
import { encodePng } from './png.ts'
import { findFiles } from './read.ts'
import { bestLines, canRecognise, type RecognisedLine, toPage, toPnm } from './scan.ts'

const folder = mkdtempSync(join(tmpdir(), 'sourcier-scan-'))
const parser = openParser(undefined, true)
afterAll(() => parser.close())
const line = (text: string, top: number, confidence = 0.9, size = 20): RecognisedLine => ({
  ...{ text, confidence, left: 100, top, right: 100 + 10 * text.length, bottom: top + size },
})

test('lines stand on a page as they stood in the picture, in points from below; doubtful ones are left out', () => {
  const page = toPage([line('A large title', 50, 0.9, 40), line('A line', 120), line('xq#1', 160, 0.3), line('and so on', 200, 0.7, 24)], {
    scale: 2,
    height: 1000,
  })
  expect(page.items.map(({ text, x, y, height }) => [text, x, y, height])).toEqual([
    ['A large title', 50, 455, 20],
    ['A line', 50, 430, 12],
    ['and so on', 50, 388, 12],
  ])
  expect([page.doubtful, page.characters]).toEqual([true, 28])
  expect(page.confidence).toBeCloseTo((13 * 0.9 + 6 * 0.9 + 9 * 0.7) / 28)
  expect(toPage([], { scale: 2, height: 10 })).toMatchObject({ items: [], confidence: 0 })
})

test('of two readings each line is taken from the surer one, wherever that puts its edges', () => {
  const english = [line('A canoe', 50, 0.9), line('La fenetre', 90, 0.6), line('alone', 130, 0.9)]
  const french = [{ ...line('À canoe', 52, 0.7), left: 98 }, line('La fenêtre', 91, 0.8)]
  expect(bestLines(english, french).map(({ text }) => text)).toEqual(['A canoe', 'La fenêtre', 'alone'])
  expect(bestLines([], french).map(({ text }) => text)).toEqual(['À canoe', 'La fenêtre'])
})

test('a drawn page becomes grey as the eye sees it', () => {
  const picture = Buffer.from(toPnm(Uint8Array.from([255, 255, 255, 255, 255, 0, 0, 255]), 2, 1))
  expect(picture.subarray(0, 11).toString('latin1')).toBe('P5 2 1 255\n')
  expect([...picture.subarray(11)]).toEqual([255, 76])
})

test('pictures are files to read where recognition is on, and counted as not read otherwise', async () => {
  const own = mkdtempSync(join(tmpdir(), 'sourcier-scan-'))
  writeFileSync(join(own, 'photo.JPG'), 'x')
  writeFileSync(join(own, 'note.txt'), 'A note.')
  expect((await findFiles(own, true)).files.map(({ source }) => source)).toEqual(['note.txt', 'photo.JPG'])
  const off = await findFiles(own)
  expect(off.files.map(({ source }) => source)).toEqual(['note.txt'])
  expect(off.refused.map(({ error }) => error.code)).toEqual(['documents-unread'])
})

/** A page with lines of text, as a PDF that holds them as text. */
function pageOf(lines: readonly string[]): Buffer {
  const content = `BT /F1 18 Tf 60 740 Td 30 TL ${lines.map((own) => `(${own}) Tj T*`).join(' ')} ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  return pdfOf(objects.map((own) => Buffer.from(own, 'latin1')))
}

/** A page that is nothing but a picture. */
function scanOf(rgba: Uint8Array, width: number, height: number): Buffer {
  const grey = Buffer.from(toPnm(rgba, width, height)).subarray(`P5 ${width} ${height} 255\n`.length)
  const content = 'q 612 0 0 792 0 0 cm /I Do Q'
  const image = `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 8 /Length ${grey.length} >>\nstream\n`
  return pdfOf([
    Buffer.from('<< /Type /Catalog /Pages 2 0 R >>'),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /XObject << /I 5 0 R >> >> >>'),
    Buffer.from(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`),
    Buffer.concat([Buffer.from(image), grey, Buffer.from('\nendstream')]),
  ])
}

function pdfOf(objects: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')]
  const size = () => parts.reduce((sum, { length }) => sum + length, 0)
  const offsets = objects.map((own, i) => {
    const at = size()
    parts.push(Buffer.from(`${i + 1} 0 obj\n`), own, Buffer.from('\nendobj\n'))
    return at
  })
  const table = size()
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  parts.push(
    Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${entries}trailer << /Size ${count} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF`),
  )
  return Buffer.concat(parts)
}

async function parsed(name: string, bytes: Uint8Array): Promise<Reply> {
  writeFileSync(join(folder, name), bytes)
  return parser.parse(join(folder, name))
}

const LINES = {
  en: ['Notice of the harbour', 'A canoe pays 45 dollars a night.', 'The office opens at nine.'],
  fr: ['Avis du port', 'La fen\xeatre du bureau est ferm\xe9e.', 'Le t\xe9l\xe9phone sonne \xe0 midi.'],
}

const missing = canRecognise() ? '' : ' (skipped: the packages of text recognition are not installed)'

test.skipIf(missing !== '').each(['en', 'fr'] as const)(
  `a picture and a scan of it are read, with their confidence and a warning: %s${missing}`,
  async (language) => {
    const library = await PDFiumLibrary.init()
    const file = await library.loadDocument(pageOf(LINES[language]))
    const { data, width, height } = await file.getPage(0).render({ scale: 2.5, render: 'bitmap' })
    const picture = encodePng(data, width, height)
    const scan = scanOf(data, width, height)
    file.destroy()
    library.destroy()
    for (const reply of [await parsed(`${language}.png`, picture), await parsed(`${language}.pdf`, scan)]) {
      if (!('read' in reply)) throw new Error(JSON.stringify(reply))
      for (const own of LINES[language]) expect(reply.read.text).toContain(own)
      expect(reply.read.warnings).toContain('recognised-text')
      expect(reply.read.recognition).toBeGreaterThan(0.8)
      expect(reply.read.recognition).toBeLessThanOrEqual(1)
    }
    // A PDF that has text keeps its own.
    const plain = await parsed(`plain-${language}.pdf`, pageOf(LINES[language]))
    expect('read' in plain && [plain.read.warnings, plain.read.recognition]).toEqual([undefined, undefined])
  },
  120_000,
)

test.skipIf(missing !== '')(
  `what is no picture, or shows nothing, is refused and harms nothing after it${missing}`,
  async () => {
    const white = encodePng(new Uint8Array(4 * 200 * 200).fill(255), 200, 200)
    const hostile = {
      'text.png': Buffer.from('not a picture'),
      'empty.jpg': Buffer.alloc(0),
      'cut.png': white.subarray(0, 60),
      'huge.bmp': Buffer.concat([Buffer.from('BM'), Buffer.alloc(16), Buffer.from('ffffff7fffffff7f', 'hex'), Buffer.alloc(40)]),
    }
    for (const [name, bytes] of Object.entries(hostile)) expect(Object.keys(await parsed(name, bytes)), name).not.toContain('read')
    expect(await parsed('white.png', white)).toEqual({ refused: 'no-text', pages: 1 })
  },
  120_000,
)
