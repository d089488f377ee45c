/** The index of a folder, with progress and what became of each file. */
import { buildIndex, isAppError, openModels } from 'sourcier'

const [documentsFolder = 'node_modules/sourcier/seeds', indexFolder = 'my-index'] = process.argv.slice(2)

try {
  const { index, built, summary } = await buildIndex({
    documentsFolder,
    indexFolder,
    models: await openModels(),
    store: 'hnsw',
    onProgress: (stage, done, total) => console.error(`${stage} ${done}/${total}`),
    onNotice: ({ code, params }) => console.error(code, params),
  })
  console.log(built ? 'built' : 'up to date', summary)
  await index.corpus.close()
} catch (error) {
  // Codes are stable; every message exists in both languages.
  if (!isAppError(error)) throw error
  console.error(error.code, error.params)
  process.exitCode = 1
}
