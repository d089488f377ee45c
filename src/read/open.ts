/** Opens what reads by its name. */
import { fileURLToPath } from 'node:url'
import { featureReader } from './features/reader.ts'
import type { Reader } from './reader.ts'

const BUNDLED = fileURLToPath(new URL('../../models/sourcier-reader', import.meta.url))

/**
 * A model that reads takes a quarter of a second to open, so its code is loaded only where there is one.
 * @param name `features`, or a folder; the bundled model when left out
 * @param threads of a model; as many as there are cores, four at most, when left out
 * @throws AppError model-missing, model-altered, model-invalid
 */
export async function openReader(name: string = BUNDLED, threads?: number): Promise<Reader> {
  return name === 'features' ? featureReader : (await import('./model.ts')).openModelReader(name, undefined, threads)
}
