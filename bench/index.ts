/**
 * Indexing from end to end: read, split, embed, HNSW, inverted index, publish; passages a second, peak memory, size on disk, and
 * what a second run over one changed document costs. Every size is measured in a process of its own.
 *
 *     npm run bench:index -- [--passages 1000,10000,100000] [--texts FILE.jsonl[.gz] ...] [--store hnsw|exact] [--keep DIR]
 *
 * A size stands for so many passages of 120 words. Texts are the strings of each line of the files (`en`, `fr` or `text`), one language
 * after the other, cut into documents of 6,000 words; without files, sentences of words drawn from the model's vocabulary.
 */
import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type BuildOptions, buildIndex } from '../src/build-index.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { openModels } from '../src/embed/open.ts'
import { recordsOf, runOf, zipfWords } from './texts.ts'

const { values: given } = parseArgs({
  options: {
    passages: { type: 'string', default: '1000,10000,100000' },
    texts: { type: 'string', multiple: true },
    store: { type: 'string', default: 'hnsw' },
    measure: { type: 'string' },
    keep: { type: 'string' },
  },
})
const PASSAGE = 120
const DOCUMENT = 6000

if (given.measure) await measure(given.measure)
else {
  const paragraphs = given.texts ? given.texts.flatMap(paragraphsOf) : invented()
  for (const size of given.passages.split(',').map(Number)) {
    const folder = given.keep ? join(given.keep, String(size)) : mkdtempSync(join(tmpdir(), 'sourcier-bench-'))
    writeDocuments(join(folder, 'documents'), paragraphs, size * PASSAGE)
    for (const run of ['first', 'unchanged', 'changed']) {
      if (run === 'changed') appendFileSync(join(folder, 'documents', '00000.txt'), '\nOne more sentence about the harbour master.\n')
      const arguments_ = ['--import', 'tsx', fileURLToPath(import.meta.url), '--measure', folder, '--store', given.store]
      const line = execFileSync('node', arguments_, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
      console.log(`${size} × ${PASSAGE} words, ${run}: ${line.trim()}`)
    }
    if (!given.keep) rmSync(folder, { recursive: true })
  }
}

/** One run over a folder, in this process. */
async function measure(folder: string): Promise<void> {
  const models = await openModels(DEFAULT_MODEL)
  const begun = performance.now()
  const spent = new Map<string, number>()
  let last = begun
  const onProgress: NonNullable<BuildOptions['onProgress']> = (stage) => {
    const now = performance.now()
    spent.set(stage, (spent.get(stage) ?? 0) + now - last)
    last = now
  }
  const indexFolder = join(folder, 'index')
  const store = given.store === 'exact' ? 'exact' : 'hnsw'
  const { index } = await buildIndex({ documentsFolder: join(folder, 'documents'), indexFolder, models, store, onProgress })
  const total = performance.now() - begun
  spent.set('open', performance.now() - last)
  const { documents, passages, words } = index.manifest.counts
  const bytes = readdirSync(indexFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
  const stages = [...spent].map(([stage, ms]) => `${stage} ${(ms / 1000).toFixed(1)}`).join(', ')
  console.log(
    `${documents} documents, ${passages} passages, ${words} words: ${(total / 1000).toFixed(1)} s (${stages}), ${((1000 * passages) / total).toFixed(0)} passages/s, ` +
      `peak ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB, on disk ${Math.round(bytes / 1024 / 1024)} MiB`,
  )
}

/** Paragraphs of a file, its English before its French, short ones gathered until they would fill a passage. */
function paragraphsOf(file: string): string[] {
  const records = recordsOf(file)
  return ['en', 'fr', 'text'].flatMap((field) => {
    const gathered: string[] = []
    let open: string[] = []
    for (const record of records) {
      if (record[field]) open.push(record[field])
      if (open.join(' ').length < PASSAGE * 6) continue
      gathered.push(open.join(' '))
      open = []
    }
    return gathered
  })
}

function invented(): string[] {
  const words = zipfWords(2_000_000, DEFAULT_MODEL)
  return Array.from({ length: 20_000 }, (_, i) => `${Array.from({ length: 5 }, (_, j) => `A${runOf(words, 5 * i + j, 20)}.`).join(' ')}`)
}

function writeDocuments(folder: string, paragraphs: readonly string[], words: number): void {
  mkdirSync(folder, { recursive: true })
  let at = 0
  for (let document = 0, left = words; left > 0; document++) {
    const own: string[] = []
    for (let size = 0; size < Math.min(DOCUMENT, left); at++) {
      const paragraph = paragraphs[at % paragraphs.length] as string
      size += paragraph.split(/\s+/).length
      own.push(paragraph)
    }
    writeFileSync(join(folder, `${String(document).padStart(5, '0')}.txt`), `${own.join('\n\n')}\n`)
    left -= DOCUMENT
  }
}
