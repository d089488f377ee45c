/** A writer that never rests: indexes the old and the new version in turn until it is killed; into a database where one is named. */
import { buildIndex, buildInto } from '../../src/build-index.ts'
import { models, writeVersion } from './world.ts'

const [documentsFolder = '', indexFolder = '', database] = process.argv.slice(2)
const build = database === undefined ? buildIndex : await intoDatabase(database)
for (let round = 0; ; round++) {
  writeVersion(documentsFolder, round % 2 === 0 ? 'old' : 'new')
  // Answers from what is indexed so far must cost nothing of what is kept.
  const partial = { partialAfter: 0, onPartial: () => {} }
  await build({ documentsFolder, indexFolder, models, store: database === undefined ? 'hnsw' : 'postgres', ...partial })
  if (round === 0) process.stdout.write('ready\n')
}

async function intoDatabase(address: string) {
  const { postgresHome } = await import('../../src/store/postgres.ts')
  const home = postgresHome(address, { scratch: indexFolder })
  // The connection of a writer that was killed may not be closed yet.
  await home.unlocked()
  return (options: Parameters<typeof buildIndex>[0]) => buildInto(home, options)
}
