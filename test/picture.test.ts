/** Pages of PDF files as pictures: drawn and marked in a process that may be killed, served for the file as it was read. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildIndex } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { openPictures, type PictureOrder } from '../src/documents/picture.ts'
import type { DocumentSummary, DocumentText } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import { createApp } from '../src/http/app.tsx'

const REPORT = readFileSync('test/golden/en/report.pdf')
const order = (own: Partial<PictureOrder> = {}): PictureOrder => ({ bytes: REPORT, page: 1, quote: '', at: 0, ...own })

const pictures = openPictures()
afterAll(() => pictures.close())

interface Raster {
  width: number
  height: number
  /** Share of the pixels of a row that are yellow. */
  yellow(row: number): number
}

/** Reads what `encodePng` writes: true colour, rows without filter. */
function raster(png: Uint8Array): Raster {
  const bytes = Buffer.from(png)
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const data = bytes.indexOf('IDAT')
  const rows = inflateSync(bytes.subarray(data + 4, data + 4 + bytes.readUInt32BE(data - 4)))
  const yellow = (row: number): number => {
    const from = row * (width * 3 + 1) + 1
    let count = 0
    for (let i = from; i < from + width * 3; i += 3) {
      const [red = 0, , blue = 0] = rows.subarray(i, i + 3)
      if (red - blue > 60) count++
    }
    return count / width
  }
  return { width, height, yellow }
}
const yellowRows = ({ height, yellow }: Raster): number =>
  Array.from({ length: height }, (_, row) => yellow(row)).filter((n) => n > 0.1).length

test('a page is drawn at the width of a pane, the quote marked and nothing else', async () => {
  const plain = await pictures.draw(order())
  expect(plain?.markedAt).toBeUndefined()
  const page = raster(plain?.png ?? new Uint8Array())
  expect([page.width, yellowRows(page)]).toEqual([1200, 0])
  const quote = 'Its director, Hélène Savard, attributes the increase to the longer opening hours'
  const marked = await pictures.draw(order({ quote, at: 0.4 }))
  const rows = yellowRows(raster(marked?.png ?? new Uint8Array()))
  // One or two lines of a page of some 1,550 rows.
  expect(rows).toBeGreaterThan(15)
  expect(rows).toBeLessThan(120)
  expect(marked?.markedAt).toBeGreaterThan(0)
  // Negative control: words that stand on another page.
  const other = await pictures.draw(order({ quote: 'The roof of the main branch will be repaired in 2025' }))
  expect([other?.markedAt, yellowRows(raster(other?.png ?? new Uint8Array()))]).toEqual([undefined, 0])
})

test('a file that is none, a page that is not there and a file that was cut off give no picture, and the next file is drawn', async () => {
  for (const bad of [{ bytes: Buffer.from('%PDF-1.4 and nothing more') }, { page: 99 }, { bytes: REPORT.subarray(0, 900) }]) {
    expect(await pictures.draw(order(bad))).toBeUndefined()
  }
  expect(await pictures.draw(order({ page: 3 }))).toBeDefined()
})

test('what takes too long is ended, and the next process draws again', async () => {
  const impatient = openPictures({ heap: 256, resident: 640, time: 1, wall: 15_000 })
  expect(await impatient.draw(order())).toBeUndefined()
  impatient.close()
  const narrow = openPictures({ heap: 256, resident: 20, time: 15_000, wall: 15_000 })
  expect(await narrow.draw(order())).toBeUndefined()
  narrow.close()
})

const folder = mkdtempSync(join(tmpdir(), 'sourcier-picture-'))
let app: ReturnType<typeof createApp>
const ids = new Map<string, string>()
beforeAll(async () => {
  cpSync('test/golden/en', folder, { recursive: true })
  const models = await openModels(DEFAULT_MODEL)
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-picture-index-'))
  const { index } = await buildIndex({ documentsFolder: folder, indexFolder, models, store: 'exact' })
  app = createApp({ state: { engine: { corpus: index.corpus, ...models }, notices: [] }, settings: { documentsFolder: folder } })
  for (const { id, source } of (await (await app.request('/documents')).json()) as DocumentSummary[]) ids.set(source, id)
})

test('the server draws the page of a span, and says where its mark stands', async () => {
  const { text } = (await (await app.request(`/documents/${ids.get('report.pdf')}`)).json()) as DocumentText
  const start = text.indexOf('Readers may borrow')
  const drawn = (page: number) => app.request(`/documents/${ids.get('report.pdf')}/pages/${page}?start=${start}&end=${start + 40}`)
  const response = await drawn(2)
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(Number(response.headers.get('x-marked-at'))).toBeGreaterThan(0)
  // The span stands on page 2 alone.
  expect((await drawn(1)).headers.get('x-marked-at')).toBeNull()
})

test('no page beyond the last, none of other formats, none of a file that has changed', async () => {
  const code = async (path: string): Promise<unknown> =>
    ((await (await app.request(`/documents/${path}`)).json()) as { error: { code: string } }).error.code
  for (const page of ['0', '4', '-1', '1e3', 'x']) expect(await code(`${ids.get('report.pdf')}/pages/${page}`)).toBe('page-unknown')
  // Slides are pages, too.
  expect(await code(`${ids.get('wharf.pptx')}/pages/1`)).toBe('page-unknown')
  expect(await code('nothing/pages/1')).toBe('document-unknown')
  writeFileSync(join(folder, 'report.pdf'), Buffer.concat([REPORT, Buffer.from('\n%changed')]))
  expect(await code(`${ids.get('report.pdf')}/pages/1`)).toBe('original-gone')
})
