import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { NO_SERVER, openTestDatabase, queryTestDatabase } from '../../test/postgres.ts'
import { indexContent, startAssembly } from '../assembly.ts'
import { type BuildOptions, buildIndex, buildInto, openPublished } from '../build-index.ts'
import { openHashingModels } from '../embed/hashing.ts'
import { embedDocument, prepare } from '../prepare.ts'
import type { IndexContent } from './content.ts'
import { describeCorpus } from './corpus.contract.ts'
import { type Corpus, everyDocument } from './corpus.ts'
import { memoryDraft } from './draft.ts'
import { folderHome } from './folder.ts'
import { FORMAT_VERSION, modelsOf } from './manifest.ts'
import { type PostgresHome, type PostgresOptions, postgresHome } from './postgres.ts'

const server = await openTestDatabase()
const models = openHashingModels()
const homes: PostgresHome[] = []
afterAll(async () => {
  await Promise.all([...homes, ...contractHomes].map((home) => home.close()))
  await server.close()
})

function homeIn(schema: string, options?: PostgresOptions): PostgresHome {
  const home = postgresHome(server.address(schema), options)
  homes.push(home)
  return home
}
// A single session has one search path: the schema of whoever connected last.
afterEach(async () => {
  if (!server.real) await Promise.all(homes.splice(0).map((home) => home.close()))
})
let schemas = 0
const freshSchema = (): string => `s${schemas++}`

const kind = server.real ? 'PostgreSQL' : 'PostgreSQL (PGlite)'
/** For tests of sessions that exclude one another. */
const skipped = NO_SERVER ? ` (skipped: ${NO_SERVER})` : ''

const contractHomes: PostgresHome[] = []
describeCorpus(kind, async (documents, given) => {
  const recipe = {
    ...{ format: FORMAT_VERSION, ...modelsOf(given), splitter: {}, analysis: '' },
    ...{ store: 'postgres' as const, reader: '', documents: [] },
  }
  const home = postgresHome(server.address(freshSchema()))
  contractHomes.push(home)
  const lock = await home.lock()
  try {
    const draft = await home.draft(recipe)
    const assembly = await startAssembly(given, 'postgres', draft)
    for (const document of documents) await assembly.add(prepare(await embedDocument(document, given.embedder)))
    return (await home.publish({ recipe, draft, leftOut: [], ...(await assembly.finish()) })).corpus
  } finally {
    await lock.release()
  }
})

const TEXTS = {
  'a.txt': 'The lighthouse was built in 1871. Its keeper was Mary Doe.\n\nRules\n\n• Be quick\n• Be kind 🙂 to the keeper',
  'b.txt': 'Le phare est ouvert au public depuis 1987. Société de l’assurance automobile du Québec (SAAQ).',
  'd/c.txt': 'A third text about the harbour and its lighthouse.',
}

function folderOf(texts: Readonly<Record<string, string>>): BuildOptions {
  const options: BuildOptions = {
    documentsFolder: mkdtempSync(join(tmpdir(), 'sourcier-docs-')),
    indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-index-')),
    models,
    store: 'postgres',
  }
  for (const [name, text] of Object.entries(texts)) put(options, name, text)
  return options
}

function put({ documentsFolder }: BuildOptions, name: string, text: string): void {
  const file = join(documentsFolder, name)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

const contentOf = async (home: Pick<PostgresHome, 'current'>): Promise<IndexContent> => {
  const content = await (await (await home.current())?.load())?.content()
  if (!content) throw new Error('nothing is published')
  return content
}

test(`${kind}: what was written comes back, number for number`, async () => {
  const options = folderOf(TEXTS)
  const home = homeIn(freshSchema())
  await buildInto(home, options)
  await buildIndex({ ...options, store: 'exact' })
  const [found, folder] = [await contentOf(home), await (await (await folderHome(options.indexFolder).current())?.load())?.content()]
  expect(found).toEqual(folder)
  expect(found.documents.map(({ source }) => source)).toEqual(Object.keys(TEXTS))
})

test(`${kind}: a changed document leaves the rows of the others alone, and the result is that of a whole build`, async () => {
  const options = folderOf(TEXTS)
  const schema = freshSchema()
  const home = homeIn(schema)
  await buildInto(home, options)
  const keys = (): Promise<{ key: number; id: string }[]> =>
    queryTestDatabase(server.address(schema), 'SELECT key, id FROM documents WHERE until IS NULL ORDER BY key')
  const before = await keys()
  put(options, 'a.txt', 'The lighthouse was built in 1872. Its keeper was Ann Roe.')
  put(options, 'aa.txt', 'A new one stands between the others.')
  const { summary, index } = await buildInto(home, options)
  expect(summary).toEqual({ added: 1, changed: 1, unchanged: 2, removed: 0, leftOut: 0 })
  const kept = new Set((await keys()).map(({ key }) => key))
  expect(before.filter(({ key }) => kept.has(key))).toHaveLength(2)

  const frequencies = async (of: PostgresHome) => {
    const { vocabulary } = (await openPublished(of, models)).index.corpus
    return Object.fromEntries(vocabulary.words.map(({ form }, id) => [form, vocabulary.frequency(id)]))
  }
  const sources = (await everyDocument(index.corpus)).map(({ source }) => source)
  expect(sources).toEqual(['a.txt', 'aa.txt', 'b.txt', 'd/c.txt'])
  const [found, foundFrequencies] = [await contentOf(home), await frequencies(home)]
  await home.close()
  const whole = homeIn(freshSchema())
  await buildInto(whole, options)
  const expected = await contentOf(whole)
  const { lexicon, ...rest } = found
  const { lexicon: expectedLexicon, ...expectedRest } = expected
  expect(rest).toEqual(expectedRest)
  const forms = ({ words }: typeof lexicon): string[] => words.map(({ form }) => form).sort()
  expect(forms(lexicon)).toEqual(forms(expectedLexicon))
  expect(forms(lexicon)).not.toContain('mary')
  expect([...lexicon.tokens].map((id) => lexicon.words[id])).toEqual([...expectedLexicon.tokens].map((id) => expectedLexicon.words[id]))
  expect(foundFrequencies).toEqual(await frequencies(whole))
})

test(`${kind}: documents that are kept come in several answers of the database, whatever stands between them`, async () => {
  const name = (i: number): string => `${String(i).padStart(3, '0')}.txt`
  const options = folderOf(Object.fromEntries(Array.from({ length: 130 }, (_, i) => [name(i), `Pier ${i} was built in ${1800 + i}.`])))
  const home = homeIn(freshSchema())
  await buildInto(home, options)
  put(options, name(20), 'Pier 20 was closed in 1999.')
  rmSync(join(options.documentsFolder, name(60)))
  put(options, `${name(60)}.a.txt`, 'A pier that came later.')
  const { summary } = await buildInto(home, options)
  expect(summary).toEqual({ added: 1, changed: 1, unchanged: 128, removed: 1, leftOut: 0 })
  const found = await contentOf(home)
  await home.close()
  const whole = homeIn(freshSchema())
  await buildInto(whole, options)
  const expected = await contentOf(whole)
  expect([found.documents, found.passages, found.passageVectors]).toEqual([expected.documents, expected.passages, expected.passageVectors])
})

test(`${kind}: while the first index is made, its maker answers from the documents so far, and nothing is published`, async () => {
  const options = folderOf(TEXTS)
  const schema = freshSchema()
  const [home, other] = [homeIn(schema), homeIn(schema)]
  const partial: Corpus[] = []
  // The build ends here: what it would have published later can't be mistaken for something published so far.
  const onPartial: NonNullable<BuildOptions['onPartial']> = ({ corpus }) => {
    partial.push(corpus)
    throw new Error('enough')
  }
  await expect(buildInto(home, { ...options, partialAfter: 0, onPartial })).rejects.toThrow('enough')
  const sources = await Promise.all(partial.map(async (corpus) => (await everyDocument(corpus)).map(({ source }) => source)))
  expect({ sources, pointer: await other.pointer() }).toEqual({ sources: [['a.txt']], pointer: undefined })
  const { index } = await buildInto(home, options)
  expect(await other.pointer()).toContain(index.manifest.generation)
})

test(`${kind}: what a build gathered is gone with it, and with the next one if it was cut off; what others gather stays`, async () => {
  const options = folderOf(TEXTS)
  const scratch = mkdtempSync(join(tmpdir(), 'sourcier-scratch-'))
  const schema = freshSchema()
  const home = homeIn(schema, { scratch })
  const recipe = {
    ...modelsOf(models),
    format: FORMAT_VERSION,
    splitter: {},
    analysis: '',
    store: 'postgres' as const,
    reader: '',
    documents: [],
  }
  const lock = await home.lock()
  await (await home.draft(recipe)).append('texts.bin', new Uint8Array(10))
  await lock.release()
  const [cutOff] = readdirSync(scratch)
  expect(cutOff).toMatch(/^draft-/)
  mkdirSync(join(scratch, 'draft-0-others'))
  await buildInto(home, options)
  expect(readdirSync(scratch)).toEqual(['draft-0-others'])
  // A file has the name of the folder.
  const folder = join(options.documentsFolder, 'a.txt')
  const unwritable = homeIn(schema, { scratch: folder })
  put(options, 'a.txt', 'The lighthouse was built in 1872.')
  await expect(buildInto(unwritable, options)).rejects.toMatchObject({ code: 'index-unwritable', params: { folder } })
})

test(`${kind}: a reader keeps its generation while others are published`, async () => {
  const options = folderOf(TEXTS)
  const schema = freshSchema()
  const { index: first } = await buildInto(homeIn(schema), options)
  const reader = (await openPublished(homeIn(schema), models)).index.corpus
  put(options, 'a.txt', 'The lighthouse was built in 1872.')
  const { index: second } = await buildInto(homeIn(schema), options)
  expect(first.manifest.generation).not.toBe(second.manifest.generation)
  const textOf = async (corpus: typeof reader): Promise<string> =>
    (await everyDocument(corpus)).find(({ source }) => source === 'a.txt')?.text ?? ''
  expect([await textOf(reader), await textOf(second.corpus)]).toEqual([TEXTS['a.txt'], 'The lighthouse was built in 1872.'])
  const found = async (corpus: typeof reader): Promise<string[]> =>
    (await corpus.candidates([], await models.embedder.embedQuestion('lighthouse'), 10)).map(({ passage }) => passage.text)
  expect((await found(reader)).join(' ')).toContain('1871')
  expect((await found(second.corpus)).join(' ')).not.toContain('1871')
})

test.skipIf(NO_SERVER)(`rows are deleted when nobody has their generation open, not before${skipped}`, async () => {
  const options = folderOf(TEXTS)
  const schema = freshSchema()
  const indexer = homeIn(schema, { retain: 0, linger: 0 })
  await buildInto(indexer, options)
  const holder = homeIn(schema)
  const { corpus } = (await openPublished(holder, models)).index
  const generations = async (): Promise<number[]> =>
    (await queryTestDatabase<{ number: number }>(server.address(schema), 'SELECT number FROM generations ORDER BY number')).map(
      ({ number }) => number,
    )
  for (const year of [1872, 1873]) {
    put(options, 'a.txt', `The lighthouse was built in ${year}.`)
    await buildInto(indexer, options)
  }
  expect(await generations()).toEqual([1, 2, 3])
  expect((await everyDocument(corpus)).map(({ text }) => text)).toContain(TEXTS['a.txt'])
  await corpus.close()
  put(options, 'a.txt', 'The lighthouse was built in 1874.')
  await buildInto(indexer, options)
  // The indexer itself has the last but one open until it has opened the last.
  expect((await generations())[0]).toBeGreaterThan(1)
  const [row] = await queryTestDatabase<{ old: number }>(
    server.address(schema),
    'SELECT count(*)::integer AS old FROM passages p WHERE NOT EXISTS (SELECT 1 FROM documents d WHERE d.key = p.document) OR p.until <= 1',
  )
  expect(row?.old).toBe(0)
})

test.skipIf(NO_SERVER)(`one indexer at a time: the second is told, and waits where it may${skipped}`, async () => {
  const options = folderOf(TEXTS)
  const schema = freshSchema()
  const [one, other] = [homeIn(schema), homeIn(schema)]
  const lock = await one.lock()
  await expect(buildInto(other, options)).rejects.toMatchObject({ code: 'database-locked' })
  let done = false
  const waiting = buildInto(other, { ...options, orEarlier: true }).then((built) => {
    done = true
    return built
  })
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(done).toBe(false)
  await lock.release()
  expect((await waiting).index.manifest.counts.documents).toBe(3)
})

test.skipIf(NO_SERVER)(`a writer whose connection is cut publishes nothing, and leaves no lock and no row${skipped}`, async () => {
  const options = folderOf(TEXTS)
  const schema = freshSchema()
  const home = homeIn(schema)
  await buildInto(home, options)
  const before = [await home.pointer(), await contentOf(home)]
  put(options, 'a.txt', 'The lighthouse was built in 1872.')
  const lock = await home.lock()
  const prove = async (): Promise<never[]> => {
    // Everything is written by now, and nothing is published.
    await queryTestDatabase(
      server.address(schema),
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND application_name = 'sourcier'
       AND pid IN (SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
         WHERE n.nspname = $1)`,
      [new URL(server.address(schema)).searchParams.get('schema')],
    )
    return []
  }
  const { manifest } = (await openPublished(home, models)).index
  const parts = await indexContent((await contentOf(home)).documents, models)
  const publication = { recipe: manifest.recipe, draft: memoryDraft(), parts, leftOut: [], prove }
  await expect(home.publish(publication)).rejects.toMatchObject({ code: 'database-unreachable' })
  expect(await lock.held()).toBe(false)
  expect([await home.pointer(), await contentOf(home)]).toEqual(before)
  const { built } = await buildInto(home, options)
  expect(built).toBe(true)
})

test.skipIf(NO_SERVER)(`connections that the server ends are made again, and an open generation is held anew${skipped}`, async () => {
  const options = folderOf(TEXTS)
  const schema = freshSchema()
  const { index } = await buildInto(homeIn(schema), options)
  const end = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'sourcier' AND pid <> pg_backend_pid()`
  await queryTestDatabase(server.address(schema), end)
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect((await everyDocument(index.corpus)).map(({ source }) => source)).toEqual(Object.keys(TEXTS))
  const [row] = await queryTestDatabase<{ locks: number }>(
    server.address(schema),
    `SELECT count(*)::integer AS locks FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock' AND granted`,
  )
  expect(row?.locks).toBeGreaterThan(0)
})

test(`${kind}: tables of a newer program are refused, and nothing in them is touched`, async () => {
  const options = folderOf(TEXTS)
  const schema = freshSchema()
  const home = homeIn(schema)
  await buildInto(home, options)
  await queryTestDatabase(server.address(schema), 'INSERT INTO migrations (number) VALUES (99)')
  await expect(openPublished(home, models)).rejects.toMatchObject({ code: 'index-foreign', params: { field: 'tables', found: '99' } })
  await expect(buildInto(home, options)).rejects.toMatchObject({ code: 'index-foreign' })
})

test(`${kind}: another model makes everything anew`, async () => {
  const options = folderOf(TEXTS)
  const home = homeIn(freshSchema())
  await buildInto(home, options)
  const other = { ...options, models: openHashingModels(24) }
  const { built, index } = await buildInto(home, other)
  expect([built, index.corpus.vocabulary.vectors.dimensions]).toEqual([true, 24])
  const near = await index.corpus.candidates([], await other.models.embedder.embedQuestion('harbour'), 1)
  expect(near.map(({ passage }) => passage.source)).toEqual(['d/c.txt'])
})

test.skipIf(NO_SERVER)(
  `a question while the database is away is to be asked again, and only the log learns where it stands${skipped}`,
  async () => {
    const options = folderOf(TEXTS)
    const schema = freshSchema()
    const home = homeIn(schema)
    const { index } = await buildInto(home, options)
    await home.close()
    const failed = await index.corpus.document('ffffffffffff').catch((error: unknown) => error)
    expect(failed).toMatchObject({ code: 'index-not-ready', params: {}, cause: { code: 'database-unreachable' } })
  },
)

test('a database that cannot be reached is named without user and password', async () => {
  const home = postgresHome('postgres://somebody:secret@127.0.0.1:1/nothing?schema=lois')
  const failed = await home.current().catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'database-unreachable', params: { database: '127.0.0.1:1/nothing (lois)', cause: 'ECONNREFUSED' } })
  expect(JSON.stringify(failed)).not.toMatch(/secret|somebody/)
  await home.close()
})

test('a schema that would be more than a name is refused', () => {
  for (const schema of ['a;DROP SCHEMA public', 'Public', '1a', 'a"b', '']) {
    const address = `postgres://h/d?schema=${encodeURIComponent(schema)}`
    expect(() => postgresHome(address), schema).toThrow('database-unfit')
  }
})
