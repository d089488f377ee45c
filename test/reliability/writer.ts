/** A writer that never rests: indexes the old and the new version in turn until it is killed. */
import { buildIndex } from '../../src/build-index.ts'
import { models, writeVersion } from './world.ts'

const [documentsFolder = '', indexFolder = ''] = process.argv.slice(2)
for (let round = 0; ; round++) {
  writeVersion(documentsFolder, round % 2 === 0 ? 'old' : 'new')
  await buildIndex({ documentsFolder, indexFolder, models, store: 'hnsw' })
  if (round === 0) process.stdout.write('ready\n')
}
