/** Which home an index has, by its name alone. */
import { folderHome } from './folder.ts'
import type { IndexHome } from './home.ts'

/** @param place a folder, or the address of a database, whose client is loaded only where there is one */
export async function openHome(place: string): Promise<IndexHome> {
  return /^postgres(?:ql)?:\/\//.test(place) ? (await import('./postgres.ts')).postgresHome(place) : folderHome(place)
}
