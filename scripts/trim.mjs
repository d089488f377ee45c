/**
 * For the container: takes out of installed packages what no program of this machine runs, other systems' binaries first. Each line
 * of `UNUSED` was seen not to be needed by the tests of the package; what is not known stays.
 *
 *     node scripts/trim.mjs node_modules
 */
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2] ?? ''
if (!folder.endsWith('node_modules')) throw new Error('the node_modules to trim is needed')

/** Maps and types, which are for development. */
const FOR_DEVELOPMENT = /\.(?:map|d\.[cm]?ts|flow)$/
/** Folders and files of single packages. */
const UNUSED = [
  // Bundles for browsers and for `require`; modules are imported.
  '@e965/xlsx/dist',
  '@e965/xlsx/xlsx.js',
  // Larger tables of the language identifier.
  ...['small', 'medium', 'large'].map((size) => `eld/src/ngrams/${size}.js`),
  // Sources of what has been compiled.
  'hnswlib-node/src',
  'node-addon-api',
  'node-api-headers',
  // Tables of tokens, which LangChain fetches by name when a model of OpenAI is counted; nothing here counts.
  ...['ranks', 'index.js', 'index.cjs'].map((part) => `js-tiktoken/dist/${part}`),
  'zod/src',
]

/** @param {string} path @returns {number} bytes */
function sizeOf(path) {
  if (!statSync(path).isDirectory()) return statSync(path).size
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
}

/** @param {string} path */
function dropDevelopment(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name)
    if (entry.isDirectory()) dropDevelopment(inner)
    else if (FOR_DEVELOPMENT.test(entry.name)) rmSync(inner)
  }
}

const before = sizeOf(folder)
const binaries = join(folder, 'onnxruntime-node/bin/napi-v3')
for (const system of readdirSync(binaries)) {
  for (const processor of readdirSync(join(binaries, system))) {
    if (system !== process.platform || processor !== process.arch) rmSync(join(binaries, system, processor), { recursive: true })
  }
}
for (const path of UNUSED) rmSync(join(folder, path), { recursive: true, force: true })
dropDevelopment(folder)
const mebibytes = (/** @type {number} */ bytes) => `${Math.round(bytes / 2 ** 20)} MiB`
console.log(`${folder}: ${mebibytes(before)} -> ${mebibytes(sizeOf(folder))}`)
