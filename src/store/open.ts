/** Which home an index has, by its name alone. */
import { folderHome } from './folder.ts'
import type { IndexHome } from './home.ts'

/**
 * @param place a folder, or the address of a database, whose client is loaded only where there is one
 * @param scratch a folder in which a build for a database gathers what it will publish; the system's for temporary files when left out
 */
export async function openHome(place: string, scratch?: string): Promise<IndexHome> {
  if (!/^postgres(?:ql)?:\/\//.test(place)) return folderHome(place)
  return (await import('./postgres.ts')).postgresHome(place, scratch === undefined ? {} : { scratch })
}
