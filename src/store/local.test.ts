import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import { indexContent, startAssembly } from '../assembly.ts'
import { embedDocument, prepare } from '../prepare.ts'
import { describeCorpus } from './corpus.contract.ts'
import type { Corpus } from './corpus.ts'
import { openInMemory } from './generation.ts'
import { FORMAT_VERSION, modelsOf } from './manifest.ts'
import { draftGeneration, publishGeneration } from './publish.ts'

const addon = join(dirname(createRequire(import.meta.url).resolve('hnswlib-node/package.json')), 'build', 'Release', 'addon.node')
const folder = mkdtempSync(join(tmpdir(), 'sourcier-corpus-'))
afterAll(() => rmSync(folder, { recursive: true }))

describeCorpus(
  'exact search in memory',
  async (documents, models) => (await openInMemory(await indexContent(documents, models), models)).corpus,
)

/** Built on the other thread, written, and opened again. */
async function openWritten(...[documents, models]: Parameters<typeof indexContent>): Promise<Corpus> {
  const recipe = {
    format: FORMAT_VERSION,
    ...modelsOf(models),
    splitter: {},
    analysis: '',
    store: 'hnsw' as const,
    reader: '',
    documents: [],
  }
  const home = join(folder, String(documents.length))
  const draft = await draftGeneration(home, recipe)
  const assembly = await startAssembly(models, 'hnsw', draft)
  for (const document of documents) await assembly.add(prepare(await embedDocument(document, models.embedder)))
  const index = await publishGeneration(home, { recipe, draft, leftOut: [], ...(await assembly.finish()) })
  await assembly.close()
  return index.corpus
}

describeCorpus('HNSW over an index folder', openWritten, existsSync(addon) ? undefined : 'the addon is not built')
