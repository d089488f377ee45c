/**
 * The port to where the generations of an index are kept: a folder or a database. Everything that builds, publishes or reopens indexes goes
 * through it; what answers from an opened one goes through its `Corpus`.
 */
import type { Corpus } from './corpus.ts'
import type { Draft } from './draft.ts'
import type { Earlier } from './earlier.ts'
import type { Lock } from './lock.ts'
import type { Manifest, Recipe } from './manifest.ts'
import type { Publication } from './publish.ts'

export interface OpenIndex {
  manifest: Manifest
  corpus: Corpus
}

/** A published generation, not opened yet. */
export interface Published<I extends OpenIndex> {
  manifest: Manifest
  /** For a build that takes unchanged documents over. @throws AppError index-damaged */
  load(): Promise<Earlier>
  /** @throws AppError index-damaged */
  open(): Promise<I>
}

export interface IndexHome<I extends OpenIndex = OpenIndex> {
  /** As messages name it; no password, no user. */
  readonly name: string
  /** Changes with every publication; undefined when nothing was published, '' when it cannot be read. */
  pointer(): Promise<string | undefined>
  /** @throws AppError index-damaged, index-foreign, database-unreachable */
  current(): Promise<Published<I> | undefined>
  /** One writer at a time. @throws AppError index-locked, index-unwritable */
  lock(): Promise<Lock>
  /** Resolves when nobody holds the lock. */
  unlocked(): Promise<void>
  /** Where the index of a recipe is assembled; only while the lock is held. @throws AppError index-unwritable */
  draft(recipe: Recipe): Promise<Draft>
  /** Only while the lock is held. @throws AppError index-unwritable; what was published before stays as it was */
  publish(publication: Publication): Promise<I>
}
