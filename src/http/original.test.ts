/** The file of a document: served as it was read, to look at or to download, and nothing else of the machine. */
import { cpSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { buildIndex } from '../build-index.ts'
import { DEFAULT_MODEL } from '../config.ts'
import type { DocumentSummary } from '../domain.ts'
import { openModels } from '../embed/open.ts'
import { createApp } from './app.tsx'

const folder = mkdtempSync(join(tmpdir(), 'sourcier-original-'))
let app: ReturnType<typeof createApp>
const ids = new Map<string, string>()
beforeAll(async () => {
  cpSync('test/golden', folder, { recursive: true })
  writeFileSync(join(folder, 'ferry.html'), '<p>The <b>ferry</b> to Grande-Anse carried 48,200 passengers.</p><script>alert(1)</script>')
  writeFileSync(join(folder, 'été ’25.txt'), 'The harbour of Port-Neuf has 140 berths and a fuel dock.')
  const models = await openModels(DEFAULT_MODEL)
  const indexFolder = mkdtempSync(join(tmpdir(), 'sourcier-original-index-'))
  const { index } = await buildIndex({ documentsFolder: folder, indexFolder, models, store: 'exact' })
  app = createApp({ state: { engine: { corpus: index.corpus, ...models }, notices: [] }, settings: { documentsFolder: folder } })
  for (const { id, source } of (await (await app.request('/documents')).json()) as DocumentSummary[]) ids.set(source, id)
})
const original = async (source: string): Promise<Response> => app.request(`/original/${ids.get(source)}`)

test('a PDF is shown, and the page may hold it as its object', async () => {
  const response = await original('en/report.pdf')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
  expect(response.headers.get('content-disposition')).toMatch(/^inline;/)
  expect(response.headers.get('content-security-policy')).toContain("object-src 'self'")
  expect(
    Buffer.from(await response.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

test('markup is shown as text, never as a page; what a browser cannot show is downloaded', async () => {
  const page = await original('ferry.html')
  expect(page.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(page.headers.get('x-content-type-options')).toBe('nosniff')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
  expect(await page.text()).toContain('<script>')
  const word = await original('en/pool.docx')
  expect(word.headers.get('content-type')).toBe('application/octet-stream')
  expect(word.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''pool.docx")
  // A header holds ASCII alone.
  expect((await original('été ’25.txt')).headers.get('content-disposition')).toBe(
    "inline; filename*=UTF-8''%C3%A9t%C3%A9%20%E2%80%9925.txt",
  )
})

test('a file that has changed, is gone, or has become a link is not served', async () => {
  const code = async (source: string): Promise<unknown> =>
    ((await (await original(source)).json()) as { error: { code: string } }).error.code
  writeFileSync(join(folder, 'en', 'waste.csv'), 'something else')
  expect(await code('en/waste.csv')).toBe('original-gone')
  rmSync(join(folder, 'en', 'permits.jsonl'))
  expect(await code('en/permits.jsonl')).toBe('original-gone')
  const elsewhere = join(mkdtempSync(join(tmpdir(), 'sourcier-elsewhere-')), 'fr')
  renameSync(join(folder, 'fr'), elsewhere)
  symlinkSync(elsewhere, join(folder, 'fr'))
  // The same bytes, but reached through a link.
  expect(await code('fr/ferry.html')).toBe('original-gone')
  expect((await app.request('/original/..%2F..%2Fetc%2Fpasswd')).status).toBe(404)
})

test('… where no folder is known, no file is', async () => {
  const bare = createApp({ state: { notices: [] } })
  expect((await bare.request(`/original/${ids.get('ferry.html')}`)).status).toBe(503)
})
