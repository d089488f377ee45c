/** The page's scripts and style, from this folder and nowhere else: read once at the start, so that no path ever comes in from outside. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { etag } from 'hono/etag'

const SCRIPTS = new URL('./client/', import.meta.url)
const STYLES = new URL('./style/', import.meta.url)
const ICON = new URL('./icon.svg', import.meta.url)

/** What packs a Word document, as its package has it for browsers. */
const JSZIP = createRequire(import.meta.url).resolve('jszip/dist/jszip.min.js')
/** Loaded when a Word document is wanted, and not before. */
export const WHEN_WANTED = ['docx.js', 'zipped.js', 'jszip.js']

/** Name, body and type of everything that a page may load. */
export function assets(): { name: string; body: string; type: string }[] {
  const scripts = readdirSync(SCRIPTS)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, body: readFileSync(new URL(name, SCRIPTS), 'utf8'), type: 'text/javascript; charset=utf-8' }))
  const style = readdirSync(STYLES)
    .sort()
    .map((name) => readFileSync(new URL(name, STYLES), 'utf8'))
    .join('\n')
  return [
    ...scripts,
    { name: 'jszip.js', body: readFileSync(JSZIP, 'utf8'), type: 'text/javascript; charset=utf-8' },
    { name: 'chat.css', body: style, type: 'text/css; charset=utf-8' },
    { name: 'icon.svg', body: readFileSync(ICON, 'utf8'), type: 'image/svg+xml' },
  ]
}

const preloads = new Map<string, readonly string[]>()

/** What a script imports, and what that imports in turn: a browser that is told so at once need not find it out step by step. */
export function importsOf(script: string): readonly string[] {
  if (preloads.size === 0) {
    const own = new Map(
      assets().map(({ name, body }) => [name, [...body.matchAll(/ from '\.\/([\w-]+\.js)'/g)].map(([, found = '']) => found)]),
    )
    for (const name of own.keys()) {
      const all = new Set(own.get(name))
      // A set that grows is gone through to its end.
      for (const found of all) for (const next of own.get(found) ?? []) all.add(next)
      preloads.set(name, [...all])
    }
  }
  return preloads.get(script) ?? []
}

/** A browser asks each time whether what it has is still right, and is sent what has changed, small. */
export function assetRoutes(): Hono {
  const routes = new Hono()
  for (const { name, body, type } of assets()) {
    const ETag = `"${createHash('sha256').update(body).digest('base64url')}"`
    const headers = { 'Content-Type': type, 'Cache-Control': 'no-cache', ETag }
    routes.get(`/assets/${name}`, compress(), etag(), (c) => c.body(body, 200, headers))
  }
  return routes
}
