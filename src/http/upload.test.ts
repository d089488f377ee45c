/** Who may add and remove documents over HTTP, and what of it is refused before anything is written. */
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test, vi } from 'vitest'
import { createApp } from './app.tsx'
import type { AppSettings } from './env.ts'

const TOKEN = 'a-token-of-the-tests'
const admin = { Authorization: `Bearer ${TOKEN}` }
let folder: string
const reindex = vi.fn()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sourcier-upload-'))
  reindex.mockReset()
})

interface Sent {
  path?: string
  headers?: Record<string, string>
  settings?: Partial<AppSettings>
  /** Of the socket; none for a call from inside of the program. */
  address?: string
  body?: BodyInit
}

const files = (...named: [name: string, content: string][]): FormData => {
  const form = new FormData()
  for (const [name, content] of named) form.append('file', new File([content], name))
  return form
}

async function send({ path = '/admin/documents', headers = {}, settings = {}, address, body = files(['a.txt', 'text']) }: Sent) {
  const app = createApp({
    state: { notices: [], reindex },
    settings: { documentsFolder: folder, tokens: { admin: TOKEN }, ...settings },
  })
  const env = address === undefined ? {} : { incoming: { socket: { remoteAddress: address } } }
  const response = await app.request(path, { method: 'POST', headers: { host: 'localhost', ...headers }, body }, env)
  const text = await response.text()
  const code: unknown = text.startsWith('{') ? (JSON.parse(text) as { error?: { code: string } }).error?.code : undefined
  return { status: response.status, code, text, location: response.headers.get('location') }
}

test('behind its token files are added, and the index is brought up to date', async () => {
  const { status, text } = await send({ headers: admin, body: files(['a.txt', 'one'], ['été.md', 'two']) })
  expect([status, JSON.parse(text)]).toEqual([201, { added: ['a.txt', 'été.md'] }])
  expect(readdirSync(folder).sort()).toEqual(['a.txt', 'été.md'])
  expect(reindex).toHaveBeenCalledOnce()
  const page = await send({ headers: { ...admin, accept: 'text/html' }, path: '/admin/documents?ui=fr', body: files(['b.txt', 'three']) })
  expect([page.status, page.location]).toEqual([303, '/fr/admin?done=added'])
})

test.each([
  ['no token', {}, 401, 'token-required'],
  ['a wrong token', { headers: { Authorization: 'Bearer another-token-of-the-tests' } }, 401, 'token-required'],
  ['administration off', { headers: admin, settings: { tokens: {} } }, 403, 'admin-off'],
  [
    'a page of another site',
    { headers: { ...admin, origin: 'https://example.org', 'sec-fetch-site': 'cross-site' } },
    403,
    'origin-not-allowed',
  ],
  ['a page of a neighbouring site', { headers: { ...admin, 'sec-fetch-site': 'same-site' } }, 403, 'origin-not-allowed'],
  ['a foreign name', { headers: { ...admin, host: 'evil.example' } }, 421, 'host-not-allowed'],
  ['no folder', { headers: admin, settings: { documentsFolder: undefined } }, 403, 'upload-off'],
  ['a path', { headers: admin, body: files(['../a.txt', 'text']) }, 400, 'upload-name'],
  ['a kind that is not read', { headers: admin, body: files(['a.exe', 'text']) }, 415, 'upload-kind'],
  ['nothing', { headers: admin, body: files() }, 400, 'upload-empty'],
  ['an empty file', { headers: admin, body: files(['a.txt', '']) }, 400, 'upload-empty'],
  ['one bad file among good ones', { headers: admin, body: files(['a.txt', 'text'], ['b.exe', 'text']) }, 415, 'upload-kind'],
  ['no form', { headers: { ...admin, 'content-type': 'text/plain' }, body: 'text' }, 415, 'media-type-unsupported'],
  ['a broken form', { headers: { ...admin, 'content-type': 'multipart/form-data; boundary=x' }, body: 'text' }, 400, undefined],
  ['more than it says', { headers: { ...admin, 'content-length': '99999999' } }, 413, 'upload-too-large'],
] as [string, Sent, number, string | undefined][])('refused, with nothing written: %s', async (_, sent, status, code) => {
  const found = await send(sent)
  expect(found.status).toBe(status)
  if (code) expect(found.code).toBe(code)
  expect(readdirSync(folder)).toEqual([])
  expect(reindex).not.toHaveBeenCalled()
})

test('a file too many in bytes is refused although its length is not told', async () => {
  const large = new Uint8Array(13 * 1024 * 1024)
  const form = new FormData()
  for (let i = 0; i < 6; i++) form.append('file', new File([large], `${i}.txt`))
  expect(await send({ headers: admin, body: form })).toMatchObject({ status: 413, code: 'upload-too-large' })
  expect(readdirSync(folder)).toEqual([])
})

test('elsewhere bodies are as small as before (negative control of the limit)', async () => {
  const body = files(['a.txt', 'x'.repeat(300 * 1024)])
  for (const path of ['/admin/documents/', '/Documents', '/ask']) {
    expect((await send({ path, headers: { ...admin, 'content-length': '400000' }, body })).status, path).not.toBe(201)
  }
  expect(readdirSync(folder)).toEqual([])
})

test('from the page on this machine, where the operator allows it', async () => {
  const local = { path: '/documents', address: '127.0.0.1', settings: { upload: true } }
  expect((await send(local)).status).toBe(201)
  expect((await send({ ...local, address: '::1', headers: { host: '[::1]:8787' }, body: files(['b.txt', 'text']) })).status).toBe(201)
  expect(await send(local)).toMatchObject({ status: 409, code: 'upload-exists' })
  const replacing = files(['a.txt', 'changed'])
  replacing.set('replace', 'on')
  // Replacing is for administration.
  expect(await send({ ...local, body: replacing })).toMatchObject({ status: 409 })
  expect(await send({ headers: admin, body: replacing })).toMatchObject({ status: 201 })
  const page = await send({ ...local, path: '/documents?ui=fr', headers: { accept: 'text/html' }, body: files(['c.txt', 'text']) })
  expect([page.status, page.location]).toEqual([303, '/fr/documents?done=added'])
})

test.each([
  ['not allowed', { settings: {} }],
  ['from another machine', { address: '10.0.0.7' }],
  ['without a socket', { address: undefined }],
  ['through a proxy on this machine that names its client', { headers: { 'x-forwarded-for': '10.0.0.7' } }],
  ['through a proxy on this machine that names itself', { headers: { via: '1.1 proxy' } }],
  [
    'under the name of a site',
    { headers: { host: 'sourcier.example.org' }, settings: { upload: true, hosts: ['sourcier.example.org', 'localhost'] } },
  ],
  ['behind a declared proxy', { settings: { upload: true, trustProxy: ['127.0.0.1'] } }],
  ['without the access token', { settings: { upload: true, tokens: { access: 'another-token-of-the-tests' } } }],
] as [string, Sent][])('not from the page: %s', async (_, sent) => {
  const { status } = await send({ path: '/documents', address: '127.0.0.1', settings: { upload: true }, ...sent })
  expect([401, 403]).toContain(status)
  expect(readdirSync(folder)).toEqual([])
})

test('removing needs the token, too, and keeps what it removes', async () => {
  writeFileSync(join(folder, 'a.txt'), 'text')
  const removal = (headers: Record<string, string>, source = 'a.txt') =>
    send({ path: '/admin/documents/remove', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ source }) })
  expect(await removal({})).toMatchObject({ status: 401, code: 'token-required' })
  expect(await removal({ ...admin, 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403, code: 'origin-not-allowed' })
  expect(await removal(admin, '../a.txt')).toMatchObject({ status: 404, code: 'document-unknown' })
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('text')
  expect(reindex).not.toHaveBeenCalled()
  expect(await removal(admin)).toMatchObject({ status: 200 })
  expect(readdirSync(folder)).toEqual(['.removed'])
  expect(reindex).toHaveBeenCalledOnce()
})
