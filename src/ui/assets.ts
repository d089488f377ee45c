/** The page's script and style, from this folder and nowhere else: a fixed list, so that no path ever comes in from outside. */
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'

const ASSETS: Record<string, { file: string; type: string }> = {
  'chat.client.js': { file: 'chat.client.js', type: 'text/javascript; charset=utf-8' },
  'quote.js': { file: 'quote.js', type: 'text/javascript; charset=utf-8' },
  'chat.css': { file: 'chat.css', type: 'text/css; charset=utf-8' },
}

export function assetRoutes(): Hono {
  const routes = new Hono()
  for (const [name, { file, type }] of Object.entries(ASSETS)) {
    const body = readFileSync(new URL(file, import.meta.url), 'utf8')
    routes.get(`/assets/${name}`, (c) => c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }))
  }
  return routes
}
