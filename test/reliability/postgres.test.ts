/** An index in a real PostgreSQL under what happens to it: indexers killed, servers and an indexer on one database, roles with few rights. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { buildInto, openPublished } from '../../src/build-index.ts'
import { type AskResponse, AskResponseSchema } from '../../src/domain.ts'
import { createApp } from '../../src/http/app.tsx'
import type { AppState } from '../../src/http/env.ts'
import { Gate } from '../../src/http/gate.ts'
import { openLog } from '../../src/http/log.ts'
import { keepFresh } from '../../src/refresh.ts'
import { everyDocument } from '../../src/store/corpus.ts'
import { type PostgresHome, postgresHome } from '../../src/store/postgres.ts'
import { NO_REPLICA, NO_SERVER, openTestDatabase, queryTestDatabase } from '../postgres.ts'
import { models, random, TORTURE, temporary, VERSIONS, type Version, writeVersion } from './world.ts'

const skipped = NO_SERVER ? ` (skipped: ${NO_SERVER})` : ''
const withoutReplica = NO_REPLICA ? ` (skipped: ${NO_REPLICA})` : ''
const server = NO_SERVER ? undefined : await openTestDatabase()
const homes: PostgresHome[] = []
afterAll(() => Promise.all(homes.map((home) => home.close())))

function homeAt(address: string): PostgresHome {
  const home = postgresHome(address)
  homes.push(home)
  return home
}
const addressOf = (schema: string): string => server?.address(schema) ?? ''

/** Which version is published, every passage found by its own vector. @throws when it is a mixture */
async function versionOf(home: PostgresHome): Promise<Version | undefined> {
  const published = await home.current()
  if (!published) return undefined
  const { corpus } = await published.open()
  const texts = Object.fromEntries((await everyDocument(corpus)).map(({ source, text }) => [source, text]))
  const version = (['old', 'new'] as const).find((name) => JSON.stringify(VERSIONS[name]) === JSON.stringify(texts))
  if (!version) throw new Error(`mixed: ${JSON.stringify(texts)}`)
  const { passages, passageVectors, lexicon } = await (await published.load()).content()
  for (let i = 0; i < passages.length; i++) {
    const { data, dimensions } = passageVectors
    const [first] = await corpus.candidates([], data.subarray(i * dimensions, (i + 1) * dimensions), 1)
    if (Math.abs((first?.cosine ?? 0) - 1) > 1e-3) throw new Error(`passage ${i} is not its own neighbour`)
  }
  expect(lexicon.words.map(({ form }) => form)).toEqual(corpus.vocabulary.words.map(({ form }) => form))
  await corpus.close()
  return version
}

const TRIALS = TORTURE ? 200 : 8

test.skipIf(NO_SERVER)(
  `${TRIALS} indexers killed between any two steps: 0 broken, 0 mixed, no lock left${skipped}`,
  { timeout: 600_000 },
  async () => {
    const address = addressOf('killed')
    const [documentsFolder, indexFolder] = [temporary('docs'), temporary('index')]
    const next = random(11)
    const home = homeAt(address)
    const seen = { old: 0, new: 0 }
    for (let trial = 0; trial < TRIALS; trial++) {
      const writer = spawn('node', ['--import', 'tsx', 'test/reliability/writer.ts', documentsFolder, indexFolder, address])
      let said = ''
      writer.stderr.on('data', (chunk) => {
        said += chunk
      })
      await Promise.race([once(writer.stdout, 'data'), once(writer, 'exit').then(() => Promise.reject(new Error(said)))])
      await wait(next() * 400)
      writer.kill('SIGKILL')
      await once(writer, 'exit')
      seen[(await versionOf(home)) ?? 'old']++
    }
    expect(seen.old + seen.new).toBe(TRIALS)
    // The server has seen that the connection of the last one is gone, or sees it soon.
    await home.unlocked()
    // Something has to be published: what a writer left that was killed right after its own publication is deleted with the next.
    const version = (await versionOf(home)) === 'new' ? 'old' : 'new'
    writeVersion(documentsFolder, version)
    const last = postgresHome(address, { scratch: indexFolder })
    homes.push(last)
    const { built } = await buildInto(last, { documentsFolder, indexFolder, models, store: 'postgres' })
    expect([built, await versionOf(home)]).toEqual([true, version])
    // Neither what the killed ones had gathered, nor a journal.
    expect(readdirSync(indexFolder)).toEqual([])
  },
)

test.skipIf(NO_SERVER)(`… and rows that are changed past the program are seen (negative control)${skipped}`, async () => {
  const address = addressOf('altered')
  const [documentsFolder, indexFolder] = [temporary('docs'), temporary('index')]
  const home = homeAt(address)
  writeVersion(documentsFolder, 'old')
  await buildInto(home, { documentsFolder, indexFolder, models, store: 'postgres' })
  expect(await versionOf(home)).toBe('old')
  await queryTestDatabase(address, `UPDATE sentences SET piece = replace(piece, '1871', '1999')`)
  await expect(versionOf(homeAt(address))).rejects.toThrow('mixed')
})

const PUBLICATIONS = TORTURE ? 20 : 8

test.skipIf(NO_SERVER)(
  `two servers and an indexer on one database, ${PUBLICATIONS} publications under questions: 0 errors, 0 mixed answers${skipped}`,
  { timeout: 120_000 },
  async () => {
    const address = addressOf('rolling')
    await publishUnderQuestions(homeAt(address), [homeAt(address), homeAt(address)])
  },
)

test.skipIf(NO_REPLICA)(
  `a server on a streaming replica, the indexer on the primary, ${PUBLICATIONS} publications under questions: 0 errors, 0 mixed answers${withoutReplica}`,
  { timeout: 120_000 },
  async () => {
    const [indexer, follower] = [homeAt(addressOf('replica')), homeAt(server?.replica('replica') ?? '')]
    await publishUnderQuestions(indexer, [follower])
    await expect.poll(() => follower.pointer(), { timeout: 60_000 }).toBe(await indexer.pointer())
    expect(await versionOf(follower)).toBe('old')
    // A standby takes no generation of its own.
    await expect(follower.lock()).rejects.toMatchObject({ code: 'index-unwritable' })
  },
)

test.skipIf(NO_REPLICA)(
  `… and without the time for which replaced generations are kept, the rows of an answer under way go (negative control)${withoutReplica}`,
  { timeout: 120_000 },
  async () => {
    const [documentsFolder, indexFolder] = [temporary('docs'), temporary('index')]
    const hurried = postgresHome(addressOf('hurried'), { retain: 0, linger: 0 })
    const follower = homeAt(server?.replica('hurried') ?? '')
    homes.push(hurried)
    const publish = async (version: Version): Promise<void> => {
      writeVersion(documentsFolder, version)
      const { index } = await buildInto(hurried, { documentsFolder, indexFolder, models, store: 'postgres' })
      await index.corpus.close()
      await expect.poll(() => follower.pointer(), { timeout: 60_000 }).toBe(await hurried.pointer())
    }
    await publish('old')
    const { corpus } = (await openPublished(follower, models)).index
    const sources = async (): Promise<string[]> => (await everyDocument(corpus)).map(({ source }) => source)
    expect(await sources()).toContain('a.txt')
    for (const version of ['new', 'old', 'new'] as const) await publish(version)
    await expect.poll(sources, { timeout: 60_000 }).not.toContain('a.txt')
  },
)

/** @param indexer publishes @param homes of a server each, that follows it */
async function publishUnderQuestions(indexer: PostgresHome, homes: readonly PostgresHome[]): Promise<void> {
  const [documentsFolder, indexFolder] = [temporary('docs'), temporary('index')]
  writeVersion(documentsFolder, 'old')
  const { index } = await buildInto(indexer, { documentsFolder, indexFolder, models, store: 'postgres' })
  const versions = new Map<string, Version>([[index.manifest.generation, 'old']])
  const errors: unknown[] = []
  const first = await indexer.pointer()
  for (const home of homes) await expect.poll(() => home.pointer(), { timeout: 60_000 }).toBe(first)
  const servers = await Promise.all(homes.map((home) => startServer(home, indexFolder, errors)))
  let publishing = true
  const asking = servers.map(async ({ ask }) => {
    const answers: AskResponse[] = []
    while (publishing) {
      answers.push(await ask(answers.length % 2 === 0 ? 'When was the lighthouse built?' : 'Le phare est-il ouvert au public ?'))
    }
    return answers
  })
  const looking = servers.map(async ({ look }) => {
    while (publishing) {
      await look()
      await wait(20)
    }
  })
  for (let round = 0; round < PUBLICATIONS; round++) {
    const version = round % 2 === 0 ? 'new' : 'old'
    writeVersion(documentsFolder, version)
    const built = await buildInto(indexer, { documentsFolder, indexFolder, models, store: 'postgres' })
    versions.set(built.index.manifest.generation, version)
    expect(built.built).toBe(true)
  }
  publishing = false
  await Promise.all(looking)
  for (const answers of await Promise.all(asking)) {
    const cited = { old: 0, new: 0 }
    for (const answer of answers) {
      const version = versions.get(answer.index.generation)
      if (!version) throw new Error(`unknown generation ${answer.index.generation}`)
      cited[version] += answer.passages.length
      expect(misfits(answer, version)).toEqual([])
    }
    expect(answers.length).toBeGreaterThan(PUBLICATIONS)
    expect(Math.min(cited.old, cited.new)).toBeGreaterThan(10)
  }
  expect([errors, versions.size]).toEqual([[], 2])
}

/** As `serve` has it, without the port. */
async function startServer(home: PostgresHome, indexFolder: string, errors: unknown[]) {
  const { index } = await openPublished(home, models)
  const state: AppState = { engine: { corpus: index.corpus, ...models }, notices: [] }
  const log = openLog('errors', { write: (line) => void errors.push(line) })
  const app = createApp({ state, log, gate: new Gate({ running: 2, waiting: 100 }) })
  const { look } = await keepFresh({
    ...{ documentsFolder: undefined, home, indexFolder, seconds: 0, served: state, indexed: new Map() },
    rebuild: async () => undefined,
    onError: (error) => void errors.push(error),
  })
  const ask = async (question: string): Promise<AskResponse> => {
    const response = await app.request('/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question }),
    })
    expect(response.status).toBe(200)
    return AskResponseSchema.parse(await response.json())
  }
  return { ask, look }
}

/** Quotes and passages of an answer that do not stand where they should in a version of the documents. */
function misfits({ citations, passages }: AskResponse, version: Version): string[] {
  const texts: Record<string, string> = VERSIONS[version]
  return [...citations, ...passages.map((passage) => ({ ...passage, quote: passage.text }))]
    .filter(({ source, quote, start, end }) => texts[source]?.slice(start, end) !== quote)
    .map(({ quote }) => quote)
}

test.skipIf(NO_SERVER)(`the roles of docs/postgres.md: one writes, one reads and cannot write${skipped}`, async () => {
  const [documentsFolder, indexFolder] = [temporary('docs'), temporary('index')]
  writeVersion(documentsFolder, 'old')
  const name = `roles_${process.pid}_${Date.now().toString(36)}`
  await queryTestDatabase(addressOf('roles'), `CREATE DATABASE ${name}`)
  const at = (user: string): string => {
    const url = new URL(addressOf('roles'))
    url.pathname = name
    url.username = user
    url.password = 'change-me'
    url.searchParams.set('schema', 'sourcier')
    return url.href
  }
  const sqlOf = (file: string): string => /```sql\n([\s\S]*?)```/.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  const withoutComments = (sql: string): string => sql.replace(/--.*\n/g, '')
  expect(withoutComments(sqlOf('docs/postgres.fr.md'))).toBe(withoutComments(sqlOf('docs/postgres.md')))
  const roles = 'DROP ROLE IF EXISTS sourcier_indexer, sourcier_reader;'
  await queryTestDatabase(at('postgres'), `${roles} ${sqlOf('docs/postgres.md')}`)
  const [indexer, reader] = [homeAt(at('sourcier_indexer')), homeAt(at('sourcier_reader'))]
  const options = { documentsFolder, indexFolder, models, store: 'postgres' as const }
  await buildInto(indexer, options)
  expect(await versionOf(reader)).toBe('old')
  writeVersion(documentsFolder, 'new')
  await expect(buildInto(reader, options)).rejects.toMatchObject({ code: 'index-unwritable' })
  // A server that may only read answers from what is published.
  const { earlier, built } = await buildInto(reader, { ...options, orEarlier: true })
  expect([built, earlier?.reason.code]).toEqual([false, 'index-unwritable'])
  await buildInto(indexer, options)
  expect(await versionOf(reader)).toBe('new')
  for (const statement of ['DELETE FROM documents', 'CREATE TABLE mine (a integer)', 'UPDATE published SET generation = 1']) {
    await expect(queryTestDatabase(at('sourcier_reader'), statement), statement).rejects.toThrow(/permission denied|read-only/)
  }
  await Promise.all([indexer.close(), reader.close()])
  await queryTestDatabase(addressOf('roles'), `DROP DATABASE ${name}`)
  await queryTestDatabase(addressOf('roles'), roles)
})

test.skipIf(NO_SERVER)(
  `commands index, answer and end by themselves; one that builds nothing needs no documents${skipped}`,
  { timeout: 120_000 },
  async () => {
    const run = async (...args: string[]): Promise<string> => {
      const child = spawn(
        'node',
        ['bin/sourcier.mjs', ...args, '--store', 'postgres', '--reader', 'features', '--index', temporary('index')],
        {
          env: { ...process.env, SOURCIER_DATABASE: addressOf('commands') },
          stdio: ['ignore', 'pipe', 'pipe'],
        },
      )
      let said = ''
      for (const stream of [child.stdout, child.stderr]) {
        stream.on('data', (chunk) => {
          said += chunk
        })
      }
      const [code] = await once(child, 'exit')
      return `${code} ${said}`
    }
    expect(await run('ask', '--documents', 'none', 'What is ITQ?')).toMatch(/^1 index-missing/)
    expect(await run('index', '--documents', 'seeds')).toMatch(/^0 [\s\S]*5 documents/)
    expect(await run('ask', '--documents', 'none', 'What is ITQ?')).toMatch(/^0 [\s\S]*Infrastructures technologiques Québec/)
    expect(await run('doctor', '--documents', 'none', '--port', '0')).toMatch(/^0 /)
  },
)
