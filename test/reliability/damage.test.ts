/** Every file of an index is damaged in every way: all of it is seen before a native parser reads a byte. */
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type BuildOptions, buildIndex } from '../../src/build-index.ts'
import { AppError } from '../../src/errors.ts'
import { loadGeneration, readCurrent } from '../../src/store/generation.ts'
import { ADDED, ADDED_PARTS, PARTS } from '../../src/store/index-parts.ts'
import { alterManifest, currentFolder } from '../published-index.ts'
import { halfway, models, random, TORTURE, temporary, versionOf } from './world.ts'

const BESIDE = ['passages.labels', 'words.labels', 'words.hnsw', 'passages/hnswlib.index', 'passages/docstore.json', 'passages/args.json']
const FILES = [...PARTS, ...BESIDE, ...ADDED_PARTS, ...BESIDE.map((name) => ADDED + name), 'manifest.json', '../CURRENT']
const MUTATIONS = TORTURE ? 1000 : 42

type Next = () => number
type Mutation = (bytes: Buffer, next: Next, other: Buffer, older: Buffer) => Buffer
const at = (bytes: Buffer, next: Next): number => Math.floor(next() * bytes.length)
const MUTATE: Record<string, Mutation> = {
  bit: (bytes, next) => {
    const copy = Buffer.from(bytes)
    const i = at(copy, next)
    copy[i] = (copy[i] as number) ^ (1 << Math.floor(next() * 8))
    return copy
  },
  byte: (bytes, next) => {
    const copy = Buffer.from(bytes)
    copy[at(copy, next)] = Math.floor(next() * 256)
    return copy
  },
  page: (bytes, next) => {
    const copy = Buffer.from(bytes)
    const start = at(copy, next)
    copy.fill(0, start, Math.min(copy.length, start + 4096))
    return copy
  },
  truncation: (bytes, next) => bytes.subarray(0, at(bytes, next)),
  swap: (_, __, other) => other,
  'zero length': () => Buffer.alloc(0),
  'older file under a newer name': (_, __, ___, older) => older,
}

describe('damage', () => {
  let options: BuildOptions
  let older: string
  beforeAll(async () => {
    options = await halfway()
    older = temporary('older')
    cpSync(currentFolder(options.indexFolder), join(older, 'generation'), { recursive: true })
    cpSync(join(options.indexFolder, 'CURRENT'), join(older, 'CURRENT'))
    await buildIndex(options)
  })

  test.each(FILES)(`%s: ${MUTATIONS} mutations, all seen`, { timeout: 300_000 }, async (name) => {
    const file = join(currentFolder(options.indexFolder), name)
    const good = readFileSync(file)
    const other = readFileSync(join(currentFolder(options.indexFolder), name === 'tokens.u32' ? 'words.f32' : 'tokens.u32'))
    // The older generation has no second segment.
    const old = existsSync(join(older, 'generation', name)) ? readFileSync(join(older, 'generation', name)) : other.subarray(0, 64)
    const next = random(name.length)
    let changed = 0
    const kinds = Object.entries(MUTATE)
    for (let i = 0; i < MUTATIONS; i++) {
      const [kind, mutate] = kinds[i % kinds.length] as [string, Mutation]
      const bytes = mutate(good, next, other, old)
      if (bytes.equals(good)) continue
      changed++
      writeFileSync(file, bytes)
      const outcome = await readCurrent(options.indexFolder)
        .then((generation) => generation && loadGeneration(generation))
        .then((loaded) => loaded?.check())
        .then(
          () => 'opened',
          (error) => (error instanceof AppError ? error.code : String(error)),
        )
      expect(outcome, `${kind} ${i}`).toBe('index-damaged')
      writeFileSync(file, good)
    }
    // Of nothing, a swap alone makes something else.
    expect(changed).toBeGreaterThan(good.length === 0 ? MUTATIONS / 10 : MUTATIONS / 2)
    expect(await versionOf(options.indexFolder)).toBe('new')
  })

  test('… and without the checks the same damage would be read (negative control)', async () => {
    const folder = currentFolder(options.indexFolder)
    const file = join(folder, 'passages.f32')
    const good = readFileSync(file)
    writeFileSync(file, MUTATE.page?.(good, random(1), good, good) as Buffer)
    const sum = (await import('node:crypto')).createHash('sha256').update(readFileSync(file)).digest('hex')
    const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8')
    const pointer = readFileSync(join(options.indexFolder, 'CURRENT'), 'utf8')
    alterManifest(options.indexFolder, (text) => {
      const altered = JSON.parse(text) as { files: Record<string, { sha256: string }> }
      ;(altered.files['passages.f32'] as { sha256: string }).sha256 = sum
      return JSON.stringify(altered)
    })
    await expect(versionOf(options.indexFolder)).rejects.toThrow('not its own neighbour')
    writeFileSync(file, good)
    writeFileSync(join(folder, 'manifest.json'), manifest)
    writeFileSync(join(options.indexFolder, 'CURRENT'), pointer)
  })

  test('damage is reported, and the index rebuilt from the documents', async () => {
    const copy = temporary('copy')
    cpSync(options.indexFolder, copy, { recursive: true })
    const file = join(currentFolder(copy), 'words.hnsw')
    writeFileSync(file, readFileSync(file).subarray(0, statSync(file).size - 1))
    const { built, notices } = await buildIndex({ ...options, indexFolder: copy })
    expect([built, notices.map(({ code }) => code)]).toEqual([true, ['index-damaged']])
    expect(await versionOf(copy)).toBe('new')
  })
})

describe('the manifest', () => {
  /** Every field altered in turn, the pointer made to agree: what must be said, and whether anything of it may be served. */
  const FIELDS: [path: string, value: unknown, code: string, detail: string][] = [
    ['recipe.format', 99, 'index-foreign', 'format'],
    ['recipe.embedder.id', 'another', 'index-foreign', 'embedder'],
    ['recipe.embedder.fingerprint', 'another', 'index-foreign', 'embedder files'],
    ['recipe.embedder.dimensions', 7, 'index-foreign', 'dimensions'],
    ['recipe.wordTable.id', 'another', 'index-foreign', 'word table'],
    ['recipe.wordTable.fingerprint', 'another', 'index-foreign', 'word table files'],
    ['recipe.wordTable.dimensions', 7, 'index-foreign', 'word table dimensions'],
    ['recipe.splitter.maxWords', 7, 'index-foreign', 'splitter'],
    ['recipe.analysis', '000000000000', 'index-foreign', 'analysis'],
    ['recipe.store', 'exact', 'index-foreign', 'store'],
    ['recipe.documents.0.sha256', '0'.repeat(64), 'changed', ''],
    ['recipe.documents.0.source', 'z.txt', 'changed', ''],
    ['recipe', undefined, 'index-damaged', 'unreadable'],
    ['generation', 'g-000000000000', 'index-damaged', 'unreadable'],
    ['generation', '../../etc', 'index-damaged', 'unreadable'],
    ['createdAt', 7, 'index-damaged', 'unreadable'],
    ['counts.documents', 99, 'index-damaged', 'unreadable'],
    ['counts.passages', 99, 'index-damaged', 'unreadable'],
    ['counts.sentences', 99, 'index-damaged', 'unreadable'],
    ['counts.words', 99, 'index-damaged', 'unreadable'],
    ['leftOut', 'none', 'index-damaged', 'unreadable'],
    ['files', {}, 'index-damaged', 'unreadable'],
    ['files.documents\\.jsonl', undefined, 'index-damaged', 'unreadable'],
    ['files.documents\\.jsonl.bytes', 1, 'index-damaged', 'size'],
    ['files.words\\.hnsw.sha256', '0'.repeat(64), 'index-damaged', 'checksum'],
    ['extra', 1, 'index-damaged', 'unreadable'],
  ]

  test.each(FIELDS)('%s = %j: %s %s', async (path, value, code, detail) => {
    const options = await halfway()
    await buildIndex(options)
    alterManifest(options.indexFolder, (text) => JSON.stringify(altered(JSON.parse(text), path, value)))
    const { built, notices } = await buildIndex(options)
    expect(built).toBe(true)
    const [first] = notices as AppError<'index-foreign' | 'index-damaged'>[]
    if (code === 'changed') expect(first).toBeUndefined()
    else {
      expect(first?.code).toBe(code)
      const params = first?.params as { field?: string; problem?: string }
      expect(params.field ?? params.problem).toBe(detail)
    }
    expect(await versionOf(options.indexFolder)).toBe('new')
  })

  test('… and one that was not altered is opened as it is (negative control)', async () => {
    const options = await halfway()
    await buildIndex(options)
    alterManifest(options.indexFolder, (text) => JSON.stringify(JSON.parse(text)))
    expect(await buildIndex(options)).toMatchObject({ built: false, notices: [] })
  })

  function altered(manifest: Record<string, unknown>, path: string, value: unknown): unknown {
    const names = path.split(/(?<!\\)\./).map((name) => name.replace('\\.', '.'))
    let place = manifest as Record<string, unknown>
    for (const name of names.slice(0, -1)) place = place[name] as Record<string, unknown>
    place[names.at(-1) as string] = value
    return manifest
  }
})

test('folders of two indexes mixed by a copy are not opened', async () => {
  const [one, two] = [await halfway(), await halfway()]
  await buildIndex(two)
  for (const name of readdirSync(two.indexFolder)) {
    cpSync(join(two.indexFolder, name), join(one.indexFolder, name), { recursive: true })
  }
  // The newer pointer wins, and what it points at is whole.
  expect(await versionOf(one.indexFolder)).toBe('new')
  cpSync(join(currentFolder(two.indexFolder), 'tokens.u32'), join(currentFolder(one.indexFolder), 'words.f32'))
  await expect(versionOf(one.indexFolder)).rejects.toMatchObject({ code: 'index-damaged' })
  expect(models.embedder.dimensions).toBeGreaterThan(0)
})
