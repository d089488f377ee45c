/**
 * The drawing of ARCHITECTURE.md: which room imports which, from the imports themselves, as a graph that Mermaid draws. An arrow that
 * a longer way makes already is left out (transitive reduction; Aho, Garey & Ullman 1972), and so are rooms that import no other.
 *
 *     npm run draw
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { importsOf, room, sourceFiles } from './imports.mjs'

const PAGE = fileURLToPath(new URL('../ARCHITECTURE.md', import.meta.url))
const MARKS = /(<!-- drawn by npm run draw -->\n)[\s\S]*?(<!-- end of the drawing -->)/

/** Without the arrows that a longer way makes. @param {ReadonlyMap<string, ReadonlySet<string>>} graph without circles */
export function reduced(graph) {
  /** @param {string} node @returns {Set<string>} */
  const below = (node) => new Set([...(graph.get(node) ?? [])].flatMap((next) => [next, ...below(next)]))
  return new Map(
    [...graph].map(([node, targets]) => {
      const longer = new Set([...targets].flatMap((next) => [...below(next)]))
      return [node, new Set([...targets].filter((target) => !longer.has(target)))]
    }),
  )
}

/** @param {readonly import('./imports.mjs').Import[]} imports */
export function drawing(imports = sourceFiles().flatMap(importsOf)) {
  /** @type {Map<string, Set<string>>} */
  const graph = new Map()
  const folders = new Set(imports.filter(({ from }) => from.includes('/')).map(({ from }) => room(from)))
  for (const { from, to, own } of imports) {
    if (!own || to.startsWith('..') || room(from) === room(to)) continue
    graph.set(room(from), (graph.get(room(from)) ?? new Set()).add(room(to)))
  }
  const arrows = [...reduced(graph)].flatMap(([from, targets]) => [...targets].filter((to) => graph.has(to)).map((to) => [from, to]))
  const named = (/** @type {string} */ name) => name.replaceAll('-', '_')
  const nodes = [...new Set(arrows.flat())].sort()
  return [
    '```mermaid',
    'flowchart TD',
    ...nodes.map((name) => `  ${named(name)}${folders.has(name) ? `(["${name}/"])` : `["${name}.ts"]`}`),
    ...arrows.map(([from = '', to = '']) => `  ${named(from)} --> ${named(to)}`).sort(),
    '```',
    '',
  ].join('\n')
}

/** @param {string} page @returns the page with the drawing of today */
export function withDrawing(page) {
  if (!MARKS.test(page)) throw new Error('ARCHITECTURE.md has no place for the drawing')
  return page.replace(MARKS, (_, start, end) => `${start}${drawing()}${end}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(PAGE, withDrawing(readFileSync(PAGE, 'utf8')))
