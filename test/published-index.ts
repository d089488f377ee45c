/** For tests of a published index: its folder, and a manifest altered so that its content alone is wrong, not its checksum. */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export function currentFolder(indexFolder: string): string {
  return join(indexFolder, readFileSync(join(indexFolder, 'CURRENT'), 'utf8').split(' ')[0] as string)
}

/** Rewrites the manifest, and the pointer so that it agrees. */
export function alterManifest(indexFolder: string, alter: (manifest: string) => string): void {
  const folder = currentFolder(indexFolder)
  const file = join(folder, 'manifest.json')
  const text = alter(readFileSync(file, 'utf8'))
  writeFileSync(file, text)
  const sum = createHash('sha256').update(text).digest('hex')
  writeFileSync(join(indexFolder, 'CURRENT'), `${folder.split('/').at(-1)} ${sum}\n`)
}
