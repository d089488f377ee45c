/** What a build takes over from the generation before. */
import type { Continuing } from './assembly.ts'
import type { FoundFile } from './documents/read.ts'
import { AppError } from './errors.ts'
import type { Reader } from './read/reader.ts'
import { keepsBase } from './store/earlier.ts'
import type { IndexHome } from './store/home.ts'
import { foreignField, generationId, type LeftOut, mayPass, type Recipe } from './store/manifest.ts'
import type { Proved } from './suggest.ts'

export interface PublishedContent {
  continuing: Continuing
  leftOut: LeftOut[]
}

/**
 * The content of the published generation, if it was made in the same way and is undamaged: then each of its documents is as good as new.
 * What is carried over unread is checked by those who open the next generation.
 * @param notice called when it is damaged and nobody has opened it before
 */
export async function publishedContent(
  home: IndexHome,
  recipe: Recipe,
  files: readonly FoundFile[],
  notice: (error: AppError) => void,
): Promise<PublishedContent | undefined> {
  let isOpened = true
  try {
    const generation = await home.current()
    if (!generation || foreignField(recipe, { ...generation.manifest.recipe, store: recipe.store })) return undefined
    // Where no document has changed, it was opened, and something is wrong with it.
    isOpened = generationId(generation.manifest.recipe) === generationId(recipe)
    const earlier = await generation.load()
    const { leftOut } = generation.manifest
    const known = leftOutAs(leftOut)
    const unchanged = files.filter(({ source, sha256 }) => earlier.hashes.get(source) === sha256).map(({ source }) => source)
    const more = files.filter((file) => earlier.hashes.get(file.source) !== file.sha256 && !known(file)).length
    const keeps = keepsBase(earlier, recipe.store, unchanged, more)
    if (!keeps || isOpened) await earlier.check()
    return { continuing: { earlier, unchanged, keepsBase: keeps }, leftOut }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (!isOpened) notice(error)
    return undefined
  }
}

/** Questions of documents that stayed as they were, in an index of which the most stayed: they hold without being tried again. */
export function provedBefore(continuing: Continuing | undefined, reader: Reader): Proved | undefined {
  const continued = continuing?.keepsBase ? continuing.earlier.continued : undefined
  if (!continuing || !continued || continued.reader !== reader.id) return undefined
  const stay = new Set(continuing.unchanged)
  const documents = continued.parts.facts.flatMap(({ id, source }) => (stay.has(source) ? [id] : []))
  return { documents: new Set(documents), offers: continued.offers }
}

/** What is known already of a file that was left out. */
export function leftOutAs(before: readonly LeftOut[]): (file: FoundFile) => LeftOut | undefined {
  const known = new Map(before.filter((own) => !mayPass(own)).map((own) => [`${own.sha256} ${own.source}`, own]))
  return ({ source, sha256 }) => known.get(`${sha256} ${source}`)
}
