/**
 * Keeps what is served as new as the documents: looks at their folder and at the index from time to time, has the index rebuilt
 * when files have changed, and opens each new generation beside the one that answers. An answer under way keeps the generation that
 * it began with.
 *
 * A file that changed is settled when two looks in a row found it the same: nobody is writing to it. Settled files are indexed although
 * others are not; one that never settles is indexed as it stands after `LONGEST_WAIT`. Files that were left out because they took too
 * long are tried again although they have not changed.
 */

import { leftOutErrors } from './build-index.ts'
import { type Snapshot, snapshotOf } from './documents/read.ts'
import type { Engine } from './engine.ts'
import { AppError, isAppError } from './errors.ts'
import type { IndexHome } from './store/home.ts'
import { mayPass } from './store/manifest.ts'
import { freeSpace } from './store/space.ts'

/** `engine` answers; absent until the first index is open. */
export interface Served {
  engine?: Engine
  notices: readonly AppError[]
  /** What keeps the index from being as new as the documents, as the last look found it. */
  outdated?: readonly AppError[]
  /** Files that have changed and are not in the index yet, and the seconds since the first of them did. */
  changes?: { waiting: number; seconds: number }
}

export interface Refresher {
  /** One look, as it is made every so many seconds. @param now index what has changed without waiting for it to settle */
  look(now?: boolean): Promise<void>
  close(): void
}

export interface RefreshOptions {
  /** undefined: nobody builds here, and what others publish is followed. */
  documentsFolder: string | undefined
  /** Pictures are read, too. */
  ocr?: boolean
  home: IndexHome
  /** Folder whose disk a build writes to. */
  indexFolder: string
  /** Seconds between two polls; 0 for none. */
  seconds: number
  served: Served
  /** Snapshot of the folder from before the open index was built: files that arrived during the build count as new. */
  indexed: Snapshot
  /** The index that is open is an earlier one: why, and the sources that it does not hold as they are. */
  earlier?: { reason: AppError; changed: readonly string[] } | undefined
  /**
   * Brings the index up to date; in another process, where answers must go on.
   * @param waiting sources of which the index keeps what it holds
   * @returns why it failed, if it did
   */
  rebuild(waiting: ReadonlySet<string>): Promise<AppError | undefined>
  /** Called with the error of a failed poll; polling goes on. */
  onError(error: unknown): void
  /** Milliseconds, for tests of what takes long. */
  clock?: () => number
}

/** Milliseconds after which a file that never settles is indexed as it stands. */
const LONGEST_WAIT = 60_000
/** Milliseconds of waiting from which on it is a notice: a file takes two looks to settle. */
const NOTICE_AFTER = 20_000
/** Milliseconds before a failed build is retried: another writer, or a full disk, may be gone by then. */
const RETRY_AFTER = 60_000
const ATTEMPTS = 3

export async function keepFresh(options: RefreshOptions): Promise<Refresher> {
  const { home, seconds, served, onError, clock = () => performance.now() } = options
  const changes = trackChanges(options, clock)
  // What was published since the index was opened counts as new.
  const first = await home.pointer()
  let opened = first?.startsWith(served.engine?.corpus.about.generation ?? '') ? first : undefined

  const openNewest = async (): Promise<void> => {
    const pointer = await home.pointer()
    if (pointer === opened) return
    await reopen(served, home).catch((error: unknown) => {
      // A damaged index is rebuilt at the next poll.
      if (isAppError(error)) changes.forget()
      throw error
    })
    opened = pointer
  }

  const lookOnce = async (now: boolean): Promise<void> => {
    let missing: AppError | undefined
    try {
      if (options.documentsFolder !== undefined) await changes.update(options.documentsFolder, now)
    } catch (error) {
      if (!isAppError(error) || error.code !== 'documents-missing') throw error
      missing = error
    }
    try {
      await openNewest()
    } catch (error) {
      // It may be back at the next look.
      if (!isAppError(error) || error.code !== 'database-unreachable') throw error
      missing ??= error
    } finally {
      await report(options, changes.state(), clock, missing)
    }
  }
  await report(options, changes.state(), clock)
  // Serialised: two builds of one index would compete for its lock.
  let last: Promise<void> = Promise.resolve()
  const look = (now = false): Promise<void> => {
    const done = last.then(() => lookOnce(now))
    last = done.catch(() => {})
    return done
  }
  // A folder that is slow to read is polled less often.
  const stop =
    seconds === 0
      ? () => {}
      : poll(
          () => look().catch(onError),
          seconds * 1000,
          () => 10 * changes.state().cost,
        )
  return { look, close: stop }
}

/** What a look found, and what came of it. */
interface ChangesState {
  /** The folder as it was last seen. */
  seen: Snapshot
  /** When each file that is not indexed as it is was first found so, by the clock. */
  since: ReadonlyMap<string, number>
  /** The last build, if it failed: why, which changes it was for, and when it ended. */
  failure: { error: AppError; of: string; at: number } | undefined
  /** Milliseconds that the last snapshot took. */
  cost: number
}

interface Changes {
  /** Reads the folder, and has the index rebuilt where files have settled. @throws AppError documents-missing */
  update(folder: string, now: boolean): Promise<void>
  /** Takes every file for one that is not indexed. */
  forget(): void
  state(): ChangesState
}

/** Compares the folder with what is indexed of it. */
function trackChanges({ rebuild, earlier, served, ...options }: RefreshOptions, clock: () => number): Changes {
  const indexed = new Map(options.indexed)
  for (const source of earlier?.changed ?? []) indexed.set(source, '')
  const since = new Map<string, number>()
  const state: ChangesState = { seen: options.indexed, since, failure: undefined, cost: 0 }
  if (earlier) state.failure = { error: earlier.reason, of: changesKey(earlier.changed, state.seen), at: clock() }
  /** Between two builds while files are still being written: as long as the last one took. */
  let rested = 0
  /** When files that took too long are tried again, and the pause after that: twice as long each time, as most will always take too long. */
  let [again, pause] = [clock(), RETRY_AFTER]

  /** Sources that are not indexed as they are, after one more look at the folder: those to index, and those to wait for. */
  const settle = async (folder: string, begun: number, now: boolean): Promise<{ ready: string[]; waiting: Set<string> }> => {
    const before = state.seen
    state.seen = await snapshotOf(folder, options.ocr)
    state.cost = clock() - begun
    const changed = changedSources(indexed, state.seen)
    for (const source of since.keys()) if (!changed.has(source)) since.delete(source)
    for (const source of changed) since.set(source, since.get(source) ?? begun)
    const isSettled = (source: string): boolean => state.seen.get(source) === before.get(source)
    const ready = [...changed].filter((source) => now || isSettled(source) || begun - (since.get(source) ?? begun) > LONGEST_WAIT)
    return { ready, waiting: new Set([...changed].filter((source) => !ready.includes(source))) }
  }
  const markIndexed = (sources: readonly string[]): void => {
    for (const source of sources) {
      const version = state.seen.get(source)
      if (version === undefined) indexed.delete(source)
      else indexed.set(source, version)
      since.delete(source)
    }
  }
  const update = async (folder: string, now: boolean): Promise<void> => {
    const begun = clock()
    const { ready, waiting } = await settle(folder, begun, now)
    const isAgain = served.notices.some(mayPass) && (now || begun >= again)
    if ((ready.length === 0 && !isAgain) || (!now && waiting.size > 0 && begun < rested)) return
    const of = changesKey(ready, state.seen)
    // What failed is tried again, but not at every look.
    if (!now && state.failure?.of === of && begun - state.failure.at < RETRY_AFTER) return
    const error = await rebuild(waiting)
    const ended = clock()
    rested = ended + (ended - begun)
    state.failure = error && { error, of, at: ended }
    if (isAgain) [again, pause] = [ended + pause, 2 * pause]
    if (!error) markIndexed(ready)
  }
  return { update, forget: () => indexed.clear(), state: () => state }
}

/** Writes into what is served why the index is not as new as the documents, and how many files wait. */
async function report(
  { documentsFolder, indexFolder, served }: RefreshOptions,
  { seen, since, failure }: ChangesState,
  clock: () => number,
  missing?: AppError,
): Promise<void> {
  const { size } = since
  const waited = Math.round((clock() - Math.min(...since.values())) / 1000)
  const created = served.engine?.corpus.about.createdAt ?? ''
  const reasons = [
    missing ??
      (documentsFolder !== undefined && seen.size === 0 ? new AppError('documents-empty', { folder: documentsFolder }) : undefined),
    ...(failure ? [new AppError('index-outdated', { created }), failure.error] : []),
    size > 0 && !failure && waited * 1000 >= NOTICE_AFTER ? new AppError('changes-waiting', { files: size, seconds: waited }) : undefined,
    await lowDisk(indexFolder),
  ]
  served.outdated = reasons.filter((error) => error !== undefined)
  if (size > 0) served.changes = { waiting: size, seconds: waited }
  else delete served.changes
}

/**
 * Runs `once` again and again, one run at a time, without keeping the process alive.
 * @param least milliseconds between two runs, at least; `rest` gives how many the last run calls for
 * @returns ends it
 */
function poll(once: () => Promise<void>, least: number, rest: () => number): () => void {
  let timer: NodeJS.Timeout | undefined
  let closed = false
  const plan = (delay: number): void => {
    if (closed) return
    timer = setTimeout(async () => {
      await once()
      plan(Math.max(least, rest()))
    }, delay)
    timer.unref()
  }
  plan(least)
  return () => {
    closed = true
    clearTimeout(timer)
  }
}

/** Sources that are new, gone, or not as they were. */
function changedSources(before: Snapshot, after: Snapshot): Set<string> {
  const all = [...before.keys(), ...after.keys()]
  return new Set(all.filter((source) => before.get(source) !== after.get(source)))
}

function changesKey(sources: readonly string[], seen: Snapshot): string {
  return JSON.stringify([...sources].sort().map((source) => [source, seen.get(source)]))
}

async function lowDisk(folder: string): Promise<AppError | undefined> {
  try {
    await freeSpace(folder)
    return undefined
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
}

/** Codes of notices that a newer generation makes void. */
const OF_INDEX = /^(?:document|index)/

/** Opens the published generation and serves it from now on. @throws AppError index-damaged; the previous one stays */
export async function reopen(served: Served, home: IndexHome): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const pointer = await home.pointer()
    try {
      const generation = await home.current()
      if (!generation || !served.engine) return
      const index = await generation.open()
      served.engine = { ...served.engine, corpus: index.corpus }
      served.notices = [...served.notices.filter(({ code }) => !OF_INDEX.test(code)), ...leftOutErrors(index.manifest)]
      return
    } catch (error) {
      // A newer generation may have taken its place while it was read.
      const moved = (await home.pointer()) !== pointer
      if (!isAppError(error) || !moved || attempt === ATTEMPTS) throw error
    }
  }
}
