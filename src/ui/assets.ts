/** The page's scripts and style, from this folder and nowhere else: read once at the start, so that no path ever comes in from outside. */
import { readdirSync, readFileSync } from 'node:fs'
import { Hono } from 'hono'

const SCRIPTS = new URL('./client/', import.meta.url)
const STYLE = new URL('./chat.css', import.meta.url)

/** Name, body and type of everything that a page may load. */
export function assets(): { name: string; body: string; type: string }[] {
  const scripts = readdirSync(SCRIPTS)
    .filter((name) => name.endsWith('.js'))
    .map((name) => ({ name, body: readFileSync(new URL(name, SCRIPTS), 'utf8'), type: 'text/javascript; charset=utf-8' }))
  return [...scripts, { name: 'chat.css', body: readFileSync(STYLE, 'utf8'), type: 'text/css; charset=utf-8' }]
}

export function assetRoutes(): Hono {
  const routes = new Hono()
  for (const { name, body, type } of assets()) {
    routes.get(`/assets/${name}`, (c) => c.body(body, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }))
  }
  return routes
}
