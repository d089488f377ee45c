/**
 * Keeps what is served as new as the documents: looks at their folder and at the index from time to time, has the index rebuilt
 * when files have changed and come to rest, and opens each new generation beside the one that answers. An answer under way keeps
 * the generation that it began with.
 */

import { leftOutErrors } from './build-index.ts'
import { snapshotOf } from './documents/read.ts'
import type { Engine } from './engine.ts'
import { type AppError, isAppError } from './errors.ts'
import { openGeneration, readCurrent, readPointer } from './store/generation.ts'

/** What answers are served from; `engine` is absent until the first index is open. */
export interface Served {
  engine?: Engine
  notices: readonly AppError[]
}

export interface Refresher {
  /** One look, as it is made every so many seconds. @param now index what has changed without waiting for it to come to rest */
  look(now?: boolean): Promise<void>
  close(): void
}

export interface RefreshOptions {
  documentsFolder: string
  indexFolder: string
  /** Seconds between two looks; 0 for none by itself. */
  seconds: number
  served: Served
  /** What the folder looked like before the index that is open was made: what came during the build is new. */
  indexed: string
  /** Brings the index up to date; in another process, where answers must go on. @returns whether it worked */
  rebuild(): Promise<boolean>
  /** Something went wrong in a look; the next one comes all the same. */
  onError(error: unknown): void
}

export async function keepFresh(options: RefreshOptions): Promise<Refresher> {
  const { documentsFolder, indexFolder, seconds, served, rebuild, onError } = options
  let { indexed } = options
  let seen = indexed
  let failed = { snapshot: '', at: 0 }
  let opened = await readPointer(indexFolder)
  let timer: NodeJS.Timeout | undefined
  let closed = false
  /** Milliseconds that looking at the folder took. */
  let cost = 0
  const lookOnce = async (now: boolean): Promise<void> => {
    const before = seen
    const begun = performance.now()
    seen = await snapshotOf(documentsFolder)
    cost = performance.now() - begun
    // Changed, and the same at two looks: nobody is still writing. What failed is tried again, but not at every look.
    const patient = seen !== failed.snapshot || performance.now() - failed.at > RETRY_AFTER
    if (seen !== indexed && (now || (seen === before && patient))) {
      const tried = seen
      if (await rebuild()) indexed = tried
      else failed = { snapshot: tried, at: performance.now() }
    }
    const pointer = await readPointer(indexFolder)
    if (pointer === opened) return
    await reopen(served, indexFolder).catch((error: unknown) => {
      // A damaged index is made anew at the next look.
      if (isAppError(error)) indexed = ''
      throw error
    })
    opened = pointer
  }
  // One after the other: two builds of one index would be in each other's way.
  let last: Promise<void> = Promise.resolve()
  const look = (now = false): Promise<void> => {
    const done = last.then(() => lookOnce(now))
    last = done.catch(() => {})
    return done
  }
  const plan = (delay: number): void => {
    if (closed || seconds === 0) return
    timer = setTimeout(async () => {
      await look().catch(onError)
      // A folder that takes long to look at is looked at less often.
      plan(Math.max(seconds * 1000, 10 * cost))
    }, delay)
    timer.unref()
  }
  plan(seconds * 1000)
  return {
    look,
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}

/** Milliseconds; another writer, or a full disk, may be gone by then. */
const RETRY_AFTER = 60_000
const ATTEMPTS = 3

/** Opens the published generation and lets it answer from now on. @throws AppError index-damaged; the one before goes on answering */
export async function reopen(served: Served, indexFolder: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const pointer = await readPointer(indexFolder)
    try {
      const generation = await readCurrent(indexFolder)
      if (!generation || !served.engine) return
      const index = await openGeneration(generation)
      served.engine = { ...served.engine, index }
      served.notices = [
        ...served.notices.filter(({ code }) => !code.startsWith('document-') && !code.startsWith('index-')),
        ...leftOutErrors(index.manifest),
      ]
      return
    } catch (error) {
      // A newer generation may have taken its place while it was read.
      const moved = (await readPointer(indexFolder)) !== pointer
      if (!isAppError(error) || !moved || attempt === ATTEMPTS) throw error
    }
  }
}
