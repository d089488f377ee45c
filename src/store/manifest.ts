/**
 * What an index generation says of itself: what it was made of, and the size and SHA-256 of each of its files. Nothing of a
 * generation is parsed before its manifest agrees with it.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { LanguageSchema } from '../domain.ts'
import type { Models } from '../embed/embedder.ts'
import { AppError, type ErrorCode, type ErrorParams } from '../errors.ts'

/** Raised whenever a file of a generation changes its meaning. */
export const FORMAT_VERSION = 5

const Sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

const ModelSchema = z.strictObject({ id: z.string(), fingerprint: z.string(), dimensions: z.int() })

/** Everything that the content of a generation depends on. Two equal recipes make the same index. */
export const RecipeSchema = z.strictObject({
  format: z.int(),
  embedder: ModelSchema,
  wordTable: ModelSchema,
  splitter: z.record(z.string(), z.number()),
  /** Version of what turns files into documents, passages and words: see `src/analysis.ts`. */
  analysis: z.string(),
  store: z.enum(['hnsw', 'exact', 'postgres']),
  /** Id of the reader that the offered questions were tried with. */
  reader: z.string(),
  /** Every file that could be read, whether it turned out to hold a document or not. */
  documents: z.array(z.strictObject({ source: z.string(), sha256: Sha256Schema })),
})
export type Recipe = z.infer<typeof RecipeSchema>

/** The part of a recipe that names the models. */
export function modelsOf({ embedder, wordTable }: Models): Pick<Recipe, 'embedder' | 'wordTable'> {
  const about = ({ id, fingerprint, dimensions }: z.infer<typeof ModelSchema>) => ({ id, fingerprint, dimensions })
  return { embedder: about(embedder), wordTable: about(wordTable) }
}

/** A file that was left out, and why: the code and parameters of an error. */
export const LeftOutSchema = z.strictObject({
  source: z.string(),
  /** Absent when the file could not even be read. */
  sha256: Sha256Schema.optional(),
  code: z.string(),
  params: z.record(z.string(), z.unknown()),
})
export type LeftOut = z.infer<typeof LeftOutSchema>

/** Whether a file is tried again although it has not changed: one that took too long may have met a busy machine. */
export function mayPass({ code, params }: { code: string; params: object }): boolean {
  return code === 'document-exceeds' && 'limit' in params && params.limit === 'time'
}

/** A question that was tried and is answered: see `corpus.ts`. */
const OfferSchema = z.strictObject({ documentId: z.string(), language: LanguageSchema, question: z.string(), confidence: z.number() })

export const ManifestSchema = z.strictObject({
  generation: z.string().regex(/^g-[0-9a-f]{12}$/),
  createdAt: z.string(),
  recipe: RecipeSchema,
  counts: z.strictObject({ documents: z.int(), passages: z.int(), sentences: z.int(), words: z.int() }),
  leftOut: z.array(LeftOutSchema),
  offers: z.array(OfferSchema),
  files: z.record(z.string(), z.strictObject({ bytes: z.int(), sha256: Sha256Schema })),
})
export type Manifest = z.infer<typeof ManifestSchema>

/** The name of the generation that a recipe makes. */
export function generationId(recipe: Recipe): string {
  return `g-${createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 12)}`
}

/** The first field in which two recipes differ, in words for a message, or undefined. Documents are not looked at. */
export function foreignField(expected: Recipe, found: Recipe): { field: string; expected: string; found: string } | undefined {
  const pairs: [string, string | number, string | number][] = [
    ['format', expected.format, found.format],
    ['embedder', expected.embedder.id, found.embedder.id],
    ['embedder files', expected.embedder.fingerprint.slice(0, 12), found.embedder.fingerprint.slice(0, 12)],
    ['dimensions', expected.embedder.dimensions, found.embedder.dimensions],
    ['word table', expected.wordTable.id, found.wordTable.id],
    ['word table files', expected.wordTable.fingerprint.slice(0, 12), found.wordTable.fingerprint.slice(0, 12)],
    ['word table dimensions', expected.wordTable.dimensions, found.wordTable.dimensions],
    ['splitter', JSON.stringify(expected.splitter), JSON.stringify(found.splitter)],
    ['analysis', expected.analysis, found.analysis],
    ['store', expected.store, found.store],
  ]
  const different = pairs.find(([, a, b]) => a !== b)
  return different && { field: different[0], expected: String(different[1]), found: String(different[2]) }
}

/** Why a file is left out, as an error. */
export function toError({ code, params }: LeftOut): AppError {
  return new AppError(code as ErrorCode, params as unknown as ErrorParams[ErrorCode])
}
