/** An index folder as the home of generations. */
import { type Files, realFiles } from './files.ts'
import { loadGeneration, openGeneration, publishGeneration, readCurrent, readPointer, type SearchIndex } from './generation.ts'
import type { IndexHome } from './home.ts'
import { lockIndex, unlocked } from './lock.ts'

export function folderHome(folder: string, files: Files = realFiles): IndexHome<SearchIndex> {
  return {
    name: folder,
    pointer: () => readPointer(folder),
    async current() {
      const generation = await readCurrent(folder)
      return generation && { manifest: generation.manifest, load: () => loadGeneration(generation), open: () => openGeneration(generation) }
    },
    lock: () => lockIndex(folder),
    unlocked: () => unlocked(folder),
    publish: (publication) => publishGeneration(folder, publication, files),
  }
}
