/** An index folder as the home of generations. */
import { earlierParts } from './earlier.ts'
import { type Files, realFiles } from './files.ts'
import { loadGeneration, openGeneration, readCurrent, readPointer, type SearchIndex } from './generation.ts'
import type { IndexHome } from './home.ts'
import { lockIndex, unlocked } from './lock.ts'
import { draftGeneration, publishGeneration } from './publish.ts'

export function folderHome(folder: string, files: Files = realFiles): IndexHome<SearchIndex> {
  return {
    name: folder,
    pointer: () => readPointer(folder),
    async current() {
      const generation = await readCurrent(folder)
      if (!generation) return undefined
      return {
        manifest: generation.manifest,
        load: async () => earlierParts(await loadGeneration(generation), generation.manifest),
        open: () => openGeneration(generation),
      }
    },
    lock: () => lockIndex(folder),
    unlocked: () => unlocked(folder),
    draft: (recipe) => draftGeneration(folder, recipe, files),
    publish: (publication) => publishGeneration(folder, publication, files),
  }
}
