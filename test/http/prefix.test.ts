/** Behind a path: every address that goes out leads back through it, whatever the proxy does with the path; with nginx where it is there. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AskResponse } from '../../src/domain.ts'
import type { Engine } from '../../src/engine.ts'
import { withoutPrefix, withPrefix } from '../../src/http/prefix.ts'
import { type Started, seedsEngine, start } from './server.ts'

let engine: Engine
beforeAll(async () => {
  engine = await seedsEngine()
})

const PREFIX = '/sourcier'
const JSON_POST = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"question":"what is ITQ?"}' }

/** Addresses that a page names, without those within itself. */
function addresses(html: string): string[] {
  return [...html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, address = '']) => address.replaceAll('&amp;', '&'))
}

/** Every address that is reached from the first page by links: each must be below the prefix and be there. */
async function walk(site: string): Promise<{ visited: number; wrong: string[] }> {
  const seen = new Set<string>()
  const wrong: string[] = []
  const next = [`${PREFIX}/en`, `${PREFIX}/fr`]
  while (next.length > 0 && seen.size < 60) {
    const address = next.shift() as string
    if (seen.has(address)) continue
    seen.add(address)
    const response = await fetch(site + address)
    const text = await response.text()
    // A form's action is no page of its own.
    if (!response.ok && response.status !== 405) wrong.push(`${response.status} ${address}`)
    if (!response.headers.get('content-type')?.startsWith('text/html')) continue
    for (const found of addresses(text)) {
      const bare = found.replace(/#.*$/, '')
      if (bare === '' || /^(?:https?:|mailto:|data:)/.test(bare)) continue
      if (!bare.startsWith(`${PREFIX}/`)) wrong.push(`${bare} on ${address}`)
      else next.push(bare)
    }
  }
  return { visited: seen.size, wrong }
}

async function expectAllBelow(site: string): Promise<void> {
  const { visited, wrong } = await walk(site)
  expect(wrong).toEqual([])
  expect(visited).toBeGreaterThan(15)
  const root = await fetch(`${site}${PREFIX}/`, { redirect: 'manual' })
  expect(root.headers.get('location')).toMatch(/^(?:http:\/\/[^/]+)?\/sourcier\/en$/)
  const answer = (await (await fetch(`${site}${PREFIX}/ask`, JSON_POST)).json()) as AskResponse
  const [citation] = answer.citations
  expect(citation?.href).toMatch(/^\/sourcier\/source\/[0-9a-f]{12}\?/)
  expect((await fetch(site + citation?.href)).status).toBe(200)
  const streamed = await fetch(`${site}${PREFIX}/ask`, { ...JSON_POST, headers: { ...JSON_POST.headers, accept: 'text/event-stream' } })
  const text = await streamed.text()
  expect(text.match(/"href":"[^"]*"/g)?.every((href) => href.startsWith('"href":"/sourcier/source/'))).toBe(true)
  expect(text).toContain(`"href":"${citation?.href}"`)
  const { servers } = (await (await fetch(`${site}${PREFIX}/openapi.json`)).json()) as { servers: { url: string }[] }
  expect(servers).toEqual([{ url: PREFIX }])
}

describe('below a path of one’s own', () => {
  let server: Started
  let site: string
  beforeAll(async () => {
    server = await start(engine, { 'base-path': PREFIX })
    site = new URL(server.url).origin
  })
  afterAll(() => server.close())

  test('pages, assets, answers, streams and the document of the interface lead back through it', async () => {
    expect(server.url).toBe(site + PREFIX)
    await expectAllBelow(site)
  })

  test('… and a server that knows of no path does not (negative control)', async () => {
    const plain = await start(engine)
    const { wrong } = await walk(new URL(plain.url).origin)
    expect(wrong.length).toBeGreaterThan(0)
    await plain.close()
  })

  test('a proxy that takes the path off is understood too, with errors and forms', async () => {
    const form = await fetch(`${site}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' },
      body: 'question=what+is+ITQ',
    })
    const page = await form.text()
    expect([form.status, addresses(page).filter((address) => address.startsWith('/') && !address.startsWith(`${PREFIX}/`))]).toEqual([
      200,
      [],
    ])
    const unknown = await fetch(`${site}${PREFIX}/nowhere`, { headers: { accept: 'text/html' } })
    expect([unknown.status, (await unknown.text()).includes(`href="${PREFIX}/en"`)]).toEqual([404, true])
  })

  test('clients of OpenAI and of MCP work below it, with links that open', async () => {
    const openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 })
    const completion = await openai.chat.completions.create({ model: 'sourcier', messages: [{ role: 'user', content: 'what is ITQ?' }] })
    const [link] = completion.choices[0]?.message.annotations ?? []
    expect(link?.url_citation.url).toContain(`${server.url}/source/`)
    expect((await fetch(link?.url_citation.url ?? '')).status).toBe(200)
    const client = new Client({ name: 'test', version: '1.0.0' })
    await client.connect(new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`)) as Transport)
    const { structuredContent } = await client.callTool({ name: 'ask', arguments: { question: 'what is ITQ?' } })
    expect((structuredContent as AskResponse).citations[0]?.href).toMatch(/^\/sourcier\/source\//)
    await client.close()
  })
})

test('X-Forwarded-Prefix counts from a declared proxy alone, and only when it is a path', async () => {
  const locationOf = async (url: string, prefix: string): Promise<string | null> => {
    const response = await fetch(`${url}/`, { redirect: 'manual', headers: { 'x-forwarded-prefix': prefix } })
    return response.headers.get('location')
  }
  const behind = await start(engine, { 'trust-proxy': ['127.0.0.1'], 'rate-limit': 0 })
  expect(await locationOf(behind.url, '/a/b')).toBe('/a/b/en')
  for (const wrong of ['//evil.example', 'https://evil.example', '/a"b', '/a b', ''])
    expect(await locationOf(behind.url, wrong), wrong).toBe('/en')
  await behind.close()
  const alone = await start(engine)
  expect(await locationOf(alone.url, '/a/b')).toBe('/en')
  await alone.close()
})

test('what a document says is left as it is', async () => {
  const text = JSON.stringify({ quote: '"href":"/source/x" href="/en"', href: '/source/y' })
  const json = withPrefix(new Response(text, { headers: { 'content-type': 'application/json' } }), PREFIX)
  expect(await json.json()).toEqual({ quote: '"href":"/source/x" href="/en"', href: '/sourcier/source/y' })
  const plain = withPrefix(new Response('href="/en"', { headers: { 'content-type': 'text/plain' } }), PREFIX)
  expect(await plain.text()).toBe('href="/en"')
  const pieces = ['data: {"hr', 'ef":"/so', 'urce/é', '"}\n', '\n']
  const stream = new ReadableStream({
    start(controller) {
      for (const byte of Buffer.from(pieces.join(''))) controller.enqueue(Uint8Array.of(byte))
      controller.close()
    },
  })
  const cut = withPrefix(new Response(stream, { headers: { 'content-type': 'text/event-stream' } }), PREFIX)
  expect(await cut.text()).toBe('data: {"href":"/sourcier/source/é"}\n\n')
})

test.each([
  ['/sourcier', '/'],
  ['/sourcier/', '/'],
  ['/sourcier?q=1', '/?q=1'],
  ['/sourcier/ask', '/ask'],
  ['/sourcierish/ask', '/sourcierish/ask'],
  ['/ask', '/ask'],
])('%s without its prefix is %s', (url, bare) => {
  expect(withoutPrefix(url, PREFIX)).toBe(bare)
})

const hasNginx = spawnSync('nginx', ['-v']).status === 0

test.skipIf(!hasNginx)('the example for nginx serves it below a path (skipped where nginx is not installed)', async () => {
  const server = await start(engine, { 'base-path': PREFIX, 'trust-proxy': ['127.0.0.1'], 'rate-limit': 0 })
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-nginx-'))
  const example = readFileSync('examples/proxy/nginx.conf', 'utf8')
    .replace('127.0.0.1:8787', `127.0.0.1:${server.port}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replace('sourcier.example.org;', 'localhost 127.0.0.1;')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')
  const file = join(folder, 'nginx.conf')
  writeFileSync(
    file,
    `daemon off;\npid ${folder}/pid;\nerror_log ${folder}/error.log;\nevents {}\nhttp {\naccess_log off;\n${temporary}\n${example}\n}\n`,
  )
  execFileSync('nginx', ['-t', '-c', file, '-e', join(folder, 'error.log')], { stdio: 'pipe' })
  const nginx = spawn('nginx', ['-c', file, '-e', join(folder, 'error.log')], { stdio: 'ignore' })
  try {
    const site = `http://127.0.0.1:${port}`
    for (let i = 0; i < 100; i++) {
      if (
        await fetch(`${site}${PREFIX}/health`).then(
          ({ ok }) => ok,
          () => false,
        )
      )
        break
      await wait(50)
    }
    await expectAllBelow(site)
    const bare = await fetch(`${site}${PREFIX}`, { redirect: 'manual' })
    expect([bare.status, bare.headers.get('location')]).toEqual([308, `${site}${PREFIX}/`])
  } finally {
    nginx.kill('SIGTERM')
    await server.close()
  }
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
