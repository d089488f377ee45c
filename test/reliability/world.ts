/** Two versions of a small folder of documents, and what an index made of either of them must look like. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BuildOptions, buildIndex } from '../../src/build-index.ts'
import { openHashingModels } from '../../src/embed/hashing.ts'
import { openGeneration, readCurrent } from '../../src/store/generation.ts'

export const models = openHashingModels()

/**
 * In both versions: so many that an index of one is made out of the index of the other, and not anew. They state nothing, so that no
 * question is made of them and tried at each build.
 */
const LONG = Array.from({ length: 8 }, (_, i) => `Rule ${i}\n\n${`Ropes and lamps of rule ${i}, old and new and of no use. `.repeat(12)}`)
const COMMON: Readonly<Record<string, string>> = Object.fromEntries([
  ...Array.from({ length: 24 }, (_, i) => [
    `d${String(i).padStart(2, '0')}.txt`,
    `Piers\n\nPier ${i}\n\nRopes and lamps of pier ${i}, old and new.`,
  ]),
  ['e.txt', `Rules of the harbour\n\n${LONG.join('\n\n')}`],
])

export const VERSIONS = {
  old: {
    'a.txt': 'The lighthouse was built in 1871. Its keeper was Mary Doe.',
    'b.txt': 'Le phare est ouvert au public depuis 1987.',
    ...COMMON,
  },
  new: { 'b.txt': 'Le phare est fermé au public depuis 2001.', 'c.txt': 'The harbour master is Ann Roe. She came in 1999.', ...COMMON },
} as const
export type Version = keyof typeof VERSIONS

export const temporary = (name: string): string => mkdtempSync(join(tmpdir(), `sourcier-${name}-`))

export function writeVersion(folder: string, version: Version): void {
  for (const name of ['a.txt', 'b.txt', 'c.txt']) rmSync(join(folder, name), { force: true })
  for (const [name, text] of Object.entries(VERSIONS[version])) writeFileSync(join(folder, name), text)
}

/** The old version indexed, by store: made once in a process. */
const indexed = new Map<BuildOptions['store'], Promise<Omit<BuildOptions, 'store'>>>()

async function indexOld(store: BuildOptions['store']): Promise<Omit<BuildOptions, 'store'>> {
  const options = { documentsFolder: temporary('docs'), indexFolder: temporary('index'), models }
  writeVersion(options.documentsFolder, 'old')
  await buildIndex({ ...options, store })
  return options
}

/** A folder of its own with the old version indexed and the new one on disk. */
export async function halfway(store: BuildOptions['store'] = 'hnsw'): Promise<BuildOptions> {
  const old = indexed.get(store) ?? indexOld(store)
  indexed.set(store, old)
  const made = await old
  const options = { documentsFolder: temporary('docs'), indexFolder: temporary('index'), models, store }
  cpSync(made.documentsFolder, options.documentsFolder, { recursive: true, preserveTimestamps: true })
  cpSync(made.indexFolder, options.indexFolder, { recursive: true, preserveTimestamps: true })
  writeVersion(options.documentsFolder, 'new')
  return options
}

/** Which version the published generation holds, every byte of it checked and every passage found by its own vector. @throws otherwise */
export async function versionOf(indexFolder: string): Promise<Version | undefined> {
  const generation = await readCurrent(indexFolder)
  if (!generation) return undefined
  const index = await openGeneration(generation)
  const { documents, passages, passageVectors } = index.content()
  const texts = Object.fromEntries(documents.map(({ source, text }) => [source, text]))
  const version = (['old', 'new'] as const).find((name) => JSON.stringify(VERSIONS[name]) === JSON.stringify(texts))
  if (!version) throw new Error(`mixed: ${JSON.stringify(texts)}`)
  for (let i = 0; i < passages.length; i++) {
    const { data, dimensions } = passageVectors
    const [first] = await index.passageStore.nearest(data.subarray(i * dimensions, (i + 1) * dimensions), 1)
    if (Math.abs((first?.similarity ?? 0) - 1) > 1e-3) throw new Error(`passage ${i} is not its own neighbour`)
  }
  return version
}

/** Deterministic numbers from 0 to 1. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Longer runs: npm run torture. */
export const TORTURE = process.env.MODE === 'torture'
