/** The models that an index is built with and asked with, from the folder that `--model` names. */
import { fileURLToPath } from 'node:url'
import type { Models } from './embedder.ts'
import { openStaticModels } from './static.ts'
import { isStatic, openTransformer } from './transformer.ts'

/** The bundled static model. */
export const BUNDLED = fileURLToPath(new URL('../../models/sourcier-v2', import.meta.url))

/**
 * A static model (`num_hidden_layers` 0 in its config.json) is embedder and word table. Any other is the embedder, and the bundled static
 * model the word table: the bridge between the languages is a table whatever embeds the passages.
 * @param folder the bundled static model when left out
 * @throws AppError model-missing, model-altered, model-invalid
 */
export async function openModels(folder: string = BUNDLED): Promise<Models> {
  if (await isStatic(folder)) return openStaticModels(folder)
  const { wordTable } = await openStaticModels(BUNDLED)
  return { embedder: await openTransformer(folder), wordTable }
}
