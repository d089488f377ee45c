/** The models that an index is built with and asked with, from the folder that `--model` names. */
import { fileURLToPath } from 'node:url'
import type { Models } from './embedder.ts'
import { joined } from './joined.ts'
import { openStaticModels } from './static.ts'
import { isStatic, openTransformer } from './transformer.ts'

/** The bundled embedder, and the bundled static model: word table of every index, and the faster embedder by setting. */
export const BUNDLED = fileURLToPath(new URL('../../models/sourcier-embedder', import.meta.url))
export const STATIC = fileURLToPath(new URL('../../models/sourcier-v2', import.meta.url))

/**
 * A static model (`num_hidden_layers` 0 in its config.json) is embedder and word table. Any other is the embedder, and the bundled static
 * model the word table: the bridge between the languages is a table whatever embeds the passages.
 * @param folder the bundled embedder when left out
 * @throws AppError model-missing, model-altered, model-invalid
 */
export async function openModels(folder: string = BUNDLED): Promise<Models> {
  if (await isStatic(folder)) return openStaticModels(folder)
  const { embedder: words, wordTable } = await openStaticModels(STATIC)
  const { embedder, words: share } = await openTransformer(folder)
  return { embedder: share === 0 ? embedder : joined(embedder, words, share), wordTable }
}
