/** The models that an index is built with and asked with, from the folder that `--model` names. */
import type { Models } from './embedder.ts'
import { openStaticModels } from './static.ts'

/** @param folder of a static model: embedder and word table in one @throws AppError model-missing, model-altered */
export function openModels(folder: string): Promise<Models> {
  return openStaticModels(folder)
}
