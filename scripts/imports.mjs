/** What the files of src/ import, for the test of the arrows between them and for the drawing of ARCHITECTURE.md. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const SRC = fileURLToPath(new URL('../src/', import.meta.url))

/**
 * @typedef {object} Import
 * @property {string} from file below src/
 * @property {string} to file below src/, or a package
 * @property {boolean} own a file of ours, not a package
 * @property {boolean} typeOnly of types alone: nothing of it is left at run time
 */

const IMPORT = /(?:^|\n)(?:import|export)\s(?:([^'";]*?)\sfrom\s)?'([^']+)'|import\('([^']+)'\)(\.\w)?/g

/** Every file of the program, without tests. */
export function sourceFiles() {
  const names = /** @type {string[]} */ (readdirSync(SRC, { recursive: true }))
  return names.filter((name) => /\.(?:ts|tsx|js)$/.test(name) && !/\.(?:test|contract)\.ts$/.test(name)).sort()
}

/** @param {string} file below src/ @returns {Import[]} */
export function importsOf(file) {
  const text = readFileSync(join(SRC, file), 'utf8')
  return [...text.matchAll(IMPORT)].map(([, clause = '', named, dynamic, member]) => {
    const to = named ?? dynamic ?? ''
    const own = to.startsWith('.')
    const names =
      /^\{(.*)\}$/s
        .exec(clause)?.[1]
        ?.split(',')
        .filter((name) => name.trim() !== '') ?? []
    // A member of a dynamic import is a type: import('…').Name
    const typeOnly = /^type\s/.test(clause) || (names.length > 0 && names.every((name) => /^\s*type\s/.test(name))) || member !== undefined
    return { from: file, to: own ? relative(SRC, join(SRC, dirname(file), to)) : to, own, typeOnly }
  })
}

/** The first folder of a path; a file at the root is a room of its own. @param {string} path */
export function room(path) {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : path.replace(/\.ts$/, '')
}
