/** Publishes a generation: written beside, synced, opened once, and named by the pointer. */
import { createHash, randomBytes } from 'node:crypto'
import { basename, join } from 'node:path'
import { AppError, causeText } from '../errors.ts'
import { langchainPassages } from './content.ts'
import type { Corpus, Offer } from './corpus.ts'
import { type Draft, type FileDigest, folderDraft } from './draft.ts'
import type { CarriedFiles } from './earlier.ts'
import { type Files, realFiles } from './files.ts'
import {
  digestFile,
  hnswFile,
  labelsFile,
  MANIFEST,
  openLoaded,
  POINTER,
  prefixOf,
  readPointer,
  type SearchIndex,
  type SegmentHnsw,
} from './generation.ts'
import { type HnswBuilder, type HnswName, langchainFiles, PASSAGES_FOLDER, type WrittenHnsw } from './hnsw.ts'
import type { IndexParts } from './index-parts.ts'
import { generationId, type LeftOut, type Manifest, type Recipe } from './manifest.ts'
import { bytesOf } from './parts.ts'

const PARTIAL = '.partial'
/** Everything that a writer leaves when it is cut off. */
const LEFTOVER = /^g-[0-9a-f]{12}-[0-9a-f]{6}(?:\.partial)?$|^CURRENT\.\d+$|^LOCK\./

export interface Publication {
  recipe: Recipe
  /** Begun for the same recipe; what is in it is written to the end. */
  draft: Draft
  parts: IndexParts
  leftOut: LeftOut[]
  /** Absent for exact search. */
  hnsw?: BuiltHnsw | undefined
  /** The base, where it is kept. */
  kept?: KeptBase | undefined
  /** Tries the questions that the opened generation could offer. */
  prove?: (corpus: Corpus) => Promise<Offer[]>
  /** Asked right before the pointer moves. @throws when another writer has taken over */
  stillMine?: () => Promise<void>
}

export interface KeptBase extends CarriedFiles {
  hnsw: SegmentHnsw | undefined
}

/** HNSW of the last segment that can be written: the builder has been given every vector of it, under these labels. */
export interface BuiltHnsw {
  builder: HnswBuilder
  labels: Record<HnswName, Uint32Array>
}

/** A folder for the parts of a new generation; those of writers that were cut off are removed first. @throws AppError index-unwritable */
export async function draftGeneration(indexFolder: string, recipe: Recipe, files: Files = realFiles): Promise<Draft> {
  for (const name of await files.list(indexFolder).catch(() => [])) {
    if (name.endsWith(PARTIAL) && LEFTOVER.test(name)) await files.remove(join(indexFolder, name)).catch(() => {})
  }
  return folderDraft(join(indexFolder, `${generationId(recipe)}-${randomBytes(3).toString('hex')}${PARTIAL}`), indexFolder, files)
}

/**
 * Ends a generation, opens it, and publishes it; earlier ones and what others left are removed afterwards.
 * @returns the generation, opened
 * @throws AppError index-unwritable; what was published before stays as it was
 */
export async function publishGeneration(
  indexFolder: string,
  { recipe, draft, parts, leftOut, hnsw, kept, prove, stillMine }: Publication,
  files: Files = realFiles,
): Promise<SearchIndex> {
  const partial = draft.folder
  const name = basename(partial, PARTIAL)
  const pointer = join(indexFolder, `${POINTER}.${process.pid}`)
  try {
    const own = prefixOf(parts.segments.length - 1)
    for (const prefix of new Set(['', own])) await files.makeFolder(join(partial, prefix, PASSAGES_FOLDER))
    if (kept) await linkFiles(kept, partial, files)
    const { digests, written } = hnsw ? await writeHnsw(partial, recipe, parts, hnsw, draft, files) : { digests: {}, written: undefined }
    const all = { ...kept?.files, ...(await draft.finish()), ...digests }
    const unproved: Manifest = {
      generation: generationId(recipe),
      createdAt: new Date().toISOString(),
      recipe,
      counts: parts.counts,
      leftOut,
      offers: [],
      files: Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1))),
    }
    // Nothing is published that was not opened once.
    const segments = written && (kept?.hnsw ? [kept.hnsw, written] : [written])
    const opened = await openLoaded({ folder: partial, manifest: unproved }, { parts, hnsw: segments })
    const manifest: Manifest = { ...unproved, offers: (await prove?.(opened.corpus)) ?? [] }
    const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
    const { sha256: sum } = await writeSynced(join(partial, MANIFEST), [bytes], files)
    for (const folder of [PASSAGES_FOLDER, ...(own === '' ? [] : [join(own, PASSAGES_FOLDER), own]), '']) {
      await files.syncFolder(join(partial, folder))
    }
    await files.rename(partial, join(indexFolder, name))
    // The generation's name must be on disk before the pointer's: a power cut may keep either alone.
    await files.syncFolder(indexFolder)
    await writeSynced(pointer, [Buffer.from(`${name} ${sum}\n`)], files)
    await stillMine?.()
    // What has the pointer's name and cannot be read, a folder for one, cannot be renamed over.
    if ((await readPointer(indexFolder)) === '') await files.remove(join(indexFolder, POINTER))
    await files.rename(pointer, join(indexFolder, POINTER))
    await files.syncFolder(indexFolder)
    await removeLeftovers(indexFolder, name, files)
    const { corpus } = opened
    return { ...opened, manifest, corpus: { ...corpus, about: { ...corpus.about, offers: manifest.offers } } }
  } catch (cause) {
    for (const leftover of [partial, pointer]) await files.remove(leftover).catch(() => {})
    if (cause instanceof AppError && cause.code !== 'index-damaged') throw cause
    throw new AppError('index-unwritable', { folder: indexFolder, cause: causeText(cause) }, { cause })
  }
}

/** Second names for the files of the base; where a disk knows none, copies, which are read again. */
async function linkFiles({ folder, files: carried }: CarriedFiles, to: string, files: Files): Promise<void> {
  for (const [name, expected] of Object.entries(carried)) {
    const file = join(to, name)
    if (await files.link(join(folder, name), file)) continue
    await files.syncFile(file)
    const { bytes, sha256 } = await digestFile(file)
    if (bytes !== expected.bytes || sha256 !== expected.sha256) throw new Error(`${name}: ${bytes}/${expected.bytes} B`)
  }
}

/** The native files of the last segment, and what LangChain needs beside that of the passages. */
async function writeHnsw(
  folder: string,
  { embedder: { dimensions } }: Recipe,
  parts: IndexParts,
  { builder, labels }: BuiltHnsw,
  draft: Draft,
  files: Files,
): Promise<{ digests: Record<string, FileDigest>; written: SegmentHnsw }> {
  const segment = parts.segments.length - 1
  const prefix = prefixOf(segment)
  const digests: Record<string, FileDigest> = {}
  for (const [name, texts] of Object.entries(langchainFiles(dimensions, labels.passages, langchainPassages(parts, segment)))) {
    const file = `${prefix}${PASSAGES_FOLDER}/${name}`
    digests[file] = await writeSynced(join(folder, file), encoded(texts), files)
  }
  const writeOne = async (name: HnswName): Promise<WrittenHnsw> => {
    const file = hnswFile(name, prefix)
    const path = join(folder, file)
    let points = 0
    await files.writeNative(path, async () => {
      points = await builder.write(name, path)
    })
    await files.syncFile(path)
    // hnswlib reports success on a full disk: it is opened, and its points counted, before anything points at it.
    const digest = await digestFile(path)
    digests[file.replaceAll('\\', '/')] = digest
    await draft.append(labelsFile(name, prefix), bytesOf(labels[name]))
    await draft.append(labelsFile(name, prefix), bytesOf(Uint32Array.of(points)))
    return { file: path, labels: labels[name], points, sha256: digest.sha256 }
  }
  const written = { passages: await writeOne('passages'), words: await writeOne('words') }
  // They are opened from disk next: two of each would be much of the memory of a build.
  await builder.close()
  return { digests, written }
}

/** Characters that are written at once. */
const GATHERED = 1 << 20

function* encoded(texts: Iterable<string>): Generator<Uint8Array> {
  let gathered = ''
  for (const text of texts) {
    gathered += text
    if (gathered.length < GATHERED) continue
    yield Buffer.from(gathered)
    gathered = ''
  }
  if (gathered !== '') yield Buffer.from(gathered)
}

/** Writes, syncs and counts what really arrived. @returns size and hash of what was meant to be written */
async function writeSynced(file: string, chunks: Iterable<Uint8Array>, files: Files): Promise<FileDigest> {
  const hash = createHash('sha256')
  let bytes = 0
  const counted = function* (): Generator<Uint8Array> {
    for (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.byteLength
      yield chunk
    }
  }
  await files.write(file, counted())
  await files.syncFile(file)
  const arrived = await files.size(file)
  if (arrived !== bytes) throw new Error(`${arrived}/${bytes} B`)
  return { bytes, sha256: hash.digest('hex') }
}

/** Earlier generations, and what writers that were cut off left; a running server has the files of its own open. */
async function removeLeftovers(indexFolder: string, keep: string, files: Files): Promise<void> {
  for (const name of await files.list(indexFolder)) {
    // What cannot be removed now is removed after the next publication.
    if (LEFTOVER.test(name) && name !== keep) await files.remove(join(indexFolder, name)).catch(() => {})
  }
}
