import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { alterManifest, currentFolder } from '../../test/published-index.ts'
import { type BuildOptions, type BuildSummary, buildIndex } from '../build-index.ts'
import { type Matrix, type Models, row, type WordTable } from '../embed/embedder.ts'
import { openHashingModels } from '../embed/hashing.ts'
import type { AppError } from '../errors.ts'
import { words } from '../words/analyse.ts'
import type { Corpus } from './corpus.ts'
import type { SearchIndex } from './generation.ts'
import { PARTS } from './index-parts.ts'

let options: BuildOptions
let notices: AppError[]
let embedded: string[]
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-index-'))
  const documentsFolder = mkdtempSync(join(tmpdir(), 'sourcier-docs-'))
  writeFileSync(join(documentsFolder, 'a.txt'), 'The lighthouse was built in 1871. Its keeper was Mary Doe.')
  writeFileSync(join(documentsFolder, 'b.txt'), 'Le phare a été automatisé en 1987. Il est ouvert au public.')
  notices = []
  embedded = []
  const plain = openHashingModels()
  const recorded = (embed: (texts: readonly string[]) => Promise<Matrix>) => (texts: readonly string[]) => {
    embedded.push(...texts)
    return embed(texts)
  }
  options = {
    documentsFolder,
    indexFolder: join(folder, 'index'),
    models: {
      embedder: { ...plain.embedder, embedPassages: recorded(plain.embedder.embedPassages) },
      wordTable: { ...plain.wordTable, vectorsOf: recorded(plain.wordTable.vectorsOf) },
    },
    store: 'hnsw',
    onNotice: (notice) => notices.push(notice),
  }
})

const folder = (): string => currentFolder(options.indexFolder)
const put = (name: string, text: string): void => writeFileSync(join(options.documentsFolder, name), text)

/** What was embedded for the documents, and not for the questions that are tried and offered. */
function unasked({ manifest }: SearchIndex): string[] {
  const asked = new Set(manifest.offers.flatMap(({ question }) => words(question).map(({ form }) => form)))
  return embedded.filter((text) => !asked.has(text))
}

test('an index is built once and opened afterwards', async () => {
  const first = await buildIndex(options)
  const second = await buildIndex(options)
  expect([first.built, second.built]).toEqual([true, false])
  expect(second.index.content().documents).toEqual(first.index.content().documents)
  expect(second.index.content().passages).toEqual(first.index.content().passages)
  expect(second.index.content().passageVectors).toEqual(first.index.content().passageVectors)
  expect(second.index.content().lexicon.words).toEqual(first.index.content().lexicon.words)
  const frequencies = ({ vocabulary }: Corpus) => vocabulary.words.map((_, id) => vocabulary.frequency(id))
  expect(frequencies(second.index.corpus)).toEqual(frequencies(first.index.corpus))
})

test('changed documents make a new generation; the old one is removed and nothing is left half-written', async () => {
  await buildIndex(options)
  const before = folder()
  put('c.txt', 'A third text about the harbour.')
  const { built, index } = await buildIndex(options)
  expect(built).toBe(true)
  expect(index.content().documents).toHaveLength(3)
  expect(existsSync(before)).toBe(false)
  expect(readdirSync(options.indexFolder).sort()).toEqual(['CURRENT', folder().split('/').at(-1)])
  expect(notices).toEqual([])
})

test('only what is new or changed is embedded, what is gone is gone, and the result is that of a whole build', async () => {
  await buildIndex(options)
  put('b.txt', 'Le phare a été automatisé en 1990. Il est ouvert au public.')
  put('c.txt', 'A third text about the harbour and its lighthouse.')
  embedded.length = 0
  const { summary, index } = await buildIndex(options)
  expect(summary).toEqual<BuildSummary>({ added: 1, changed: 1, unchanged: 1, removed: 0, leftOut: 0 })
  expect(embedded).not.toContain('The lighthouse was built in 1871. Its keeper was Mary Doe.')
  expect(embedded).toContain('A third text about the harbour and its lighthouse.')
  expect(unasked(index)).not.toContain('lighthouse')
  rmSync(join(options.documentsFolder, 'a.txt'))
  embedded.length = 0
  const after = await buildIndex(options)
  expect(after.summary).toEqual<BuildSummary>({ added: 0, changed: 0, unchanged: 2, removed: 1, leftOut: 0 })
  expect(embedded).toEqual([])
  expect(after.index.corpus.vocabulary.idOf.has('keeper')).toBe(false)
  const whole = await buildIndex({ ...options, indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-index-')) })
  expect(after.index.content().documents).toEqual(whole.index.content().documents)
  expect(after.index.content().passages).toEqual(whole.index.content().passages)
  expect(after.index.content().passageVectors).toEqual(whole.index.content().passageVectors)
  expect(after.index.content().lexicon.words).toEqual(whole.index.content().lexicon.words)
  expect(after.index.content().lexicon.vectors).toEqual(whole.index.content().lexicon.vectors)
  expect(after.index.content().lexicon.acronyms).toEqual(whole.index.content().lexicon.acronyms)
})

test('what documents say of a word together is found again when one of them goes', async () => {
  put('a.txt', 'QUÉBEC builds piers. The IT service of Québec is new: Service des pêches maritimes (SPM).')
  put('b.txt', 'Québec, a city, says it. The IT of the SPM is old.')
  put('c.txt', 'A québec without capitals; the spm and the Pier.')
  const wordOf = ({ corpus }: SearchIndex, form: string) => corpus.vocabulary.words[corpus.vocabulary.idOf.get(form) ?? -1]
  const { index: before } = await buildIndex(options)
  expect(['quebec', 'it', 'spm', 'pier'].map((form) => wordOf(before, form))).toMatchObject([
    { surface: 'QUÉBEC', exact: false },
    { surface: 'IT', exact: true },
    { surface: 'SPM', exact: true },
    { surface: 'Pier', exact: false },
  ])
  const same = async (): Promise<SearchIndex> => {
    const { index } = await buildIndex(options)
    const whole = await buildIndex({ ...options, indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-index-')) })
    expect(index.content()).toEqual(whole.index.content())
    return index
  }
  rmSync(join(options.documentsFolder, 'a.txt'))
  const second = await same()
  expect(wordOf(second, 'quebec')).toMatchObject({ surface: 'Québec', exact: false })
  expect(second.corpus.vocabulary.acronyms).toEqual([])
  put('b.txt', 'Nothing of it is left.')
  expect(wordOf(await same(), 'spm')).toMatchObject({ surface: 'spm', exact: false })
})

test('a folder that was emptied is no longer answered from; one that never held anything is a mistake', async () => {
  await buildIndex(options)
  for (const name of ['a.txt', 'b.txt']) rmSync(join(options.documentsFolder, name))
  const { index, summary } = await buildIndex(options)
  expect([index.content().documents, index.content().passages, summary.removed]).toEqual([[], [], 2])
  expect(notices.map(({ code }) => code)).toEqual(['documents-empty'])
  const fresh = { ...options, indexFolder: mkdtempSync(join(tmpdir(), 'sourcier-index-')) }
  await expect(buildIndex(fresh)).rejects.toMatchObject({ code: 'documents-empty' })
  // What there is, but cannot be read, is told first.
  notices.length = 0
  put('c.txt', '')
  await expect(buildIndex(fresh)).rejects.toMatchObject({ code: 'documents-empty' })
  expect(notices.map(({ code }) => code)).toEqual(['document-no-text'])
})

/** The words of the first document are looked up, those of the second not. */
function cutOffAtSecondDocument({ embedder, wordTable }: Models): Models {
  let left = 1
  const vectorsOf: WordTable['vectorsOf'] = (forms) => (left-- > 0 ? wordTable.vectorsOf(forms) : Promise.reject(new Error('cut off')))
  return { embedder, wordTable: { ...wordTable, vectorsOf } }
}

test('a build that was cut off embeds nothing twice', async () => {
  await expect(buildIndex({ ...options, models: cutOffAtSecondDocument(options.models) })).rejects.toThrow('cut off')
  const journal = readdirSync(options.indexFolder).find((name) => name.startsWith('journal-')) as string
  // A power cut may tear the last line.
  writeFileSync(join(options.indexFolder, journal), `${readFileSync(join(options.indexFolder, journal), 'utf8')}0123456789abcdef {"docu`)
  embedded.length = 0
  const { index, summary } = await buildIndex(options)
  expect(embedded).not.toContain('The lighthouse was built in 1871. Its keeper was Mary Doe.')
  expect(summary.added).toBe(2)
  expect(index.content().documents.map(({ source }) => source)).toEqual(['a.txt', 'b.txt'])
  expect(readdirSync(options.indexFolder).filter((name) => name.startsWith('journal-'))).toEqual([])
})

test('a line of the journal that was altered is not believed', async () => {
  await expect(buildIndex({ ...options, models: cutOffAtSecondDocument(options.models) })).rejects.toThrow('cut off')
  const journal = join(options.indexFolder, readdirSync(options.indexFolder).find((name) => name.startsWith('journal-')) as string)
  writeFileSync(journal, readFileSync(journal, 'utf8').replace('lighthouse', 'warehouses'))
  embedded.length = 0
  const { index } = await buildIndex(options)
  expect(embedded).toContain('The lighthouse was built in 1871. Its keeper was Mary Doe.')
  expect(index.content().documents[0]?.text).toContain('lighthouse')
})

test('a file that was left out stays left out without being read again, until it changes', async () => {
  put('c.txt', '\0\0\0')
  expect((await buildIndex(options)).summary).toEqual<BuildSummary>({ added: 2, changed: 0, unchanged: 0, removed: 0, leftOut: 1 })
  expect(notices.map(({ code }) => code)).toEqual(['document-not-text'])
  put('d.txt', 'Another one.')
  notices.length = 0
  const { summary, index } = await buildIndex(options)
  expect([summary.added, summary.leftOut]).toEqual([1, 1])
  expect(index.manifest.leftOut).toMatchObject([{ source: 'c.txt', code: 'document-not-text', params: { source: 'c.txt' } }])
  put('c.txt', 'Now it is text.')
  expect((await buildIndex(options)).summary).toMatchObject({ added: 1, leftOut: 0 })
  // It is told at every start.
  put('c.txt', '\0\0\0')
  await buildIndex(options)
  notices.length = 0
  const again = await buildIndex(options)
  expect([again.built, notices.map(({ code }) => code)]).toEqual([false, ['document-not-text']])
})

test.each([...PARTS, 'passages.labels', 'words.labels', 'words.hnsw', 'passages/hnswlib.index', 'passages/docstore.json'])(
  'a damaged %s is found before it is opened, and the index is rebuilt',
  async (name) => {
    // A passage below a heading that it does not begin with.
    put('c.txt', `The port\n\nRules of the port\n\nThe Harbour Office Service (HOS) is open. ${'Boats leave it at noon. '.repeat(40)}`)
    await buildIndex(options)
    const file = join(folder(), name)
    const bytes = readFileSync(file)
    const middle = Math.floor(bytes.length / 2)
    bytes[middle] = (bytes[middle] ?? 0) ^ 0xff
    writeFileSync(file, bytes)
    const { built, index } = await buildIndex(options)
    expect(built).toBe(true)
    expect(notices.map(({ code, params }) => [code, params])).toEqual([['index-damaged', { file, problem: 'checksum' }]])
    expect(index.content().passages.length).toBeGreaterThan(0)
  },
)

test('a cut file, a missing file, a broken manifest and a pointer to nowhere are each named', async () => {
  const damage = async (harm: () => void): Promise<unknown[]> => {
    await buildIndex(options)
    notices.length = 0
    harm()
    await buildIndex(options)
    return notices.map(({ code, params }) => [code, (params as { problem: string }).problem])
  }
  const pointer = join(options.indexFolder, 'CURRENT')
  expect(await damage(() => truncateSync(join(folder(), 'words.f32'), 8))).toEqual([['index-damaged', 'size']])
  expect(await damage(() => rmSync(join(folder(), 'words.json')))).toEqual([['index-damaged', 'missing']])
  expect(await damage(() => writeFileSync(join(folder(), 'manifest.json'), '{"generation":'))).toEqual([['index-damaged', 'checksum']])
  expect(await damage(() => alterManifest(options.indexFolder, () => '{"generation":'))).toEqual([['index-damaged', 'unreadable']])
  expect(await damage(() => writeFileSync(pointer, '../../etc\n'))).toEqual([['index-damaged', 'unreadable']])
  expect(await damage(() => writeFileSync(pointer, 'g-000000000000\n'))).toEqual([['index-foreign', undefined]])
  const nowhere = `g-000000000000-000000 ${'0'.repeat(64)}\n`
  expect(await damage(() => writeFileSync(pointer, nowhere))).toEqual([['index-damaged', 'missing']])
})

test.each(['embedder', 'wordTable'] as const)(
  'an index of another model (%s) is refused, even when the dimensions agree, and rebuilt',
  async (role) => {
    await buildIndex(options)
    const other = { ...options.models, [role]: { ...options.models[role], fingerprint: 'another model of the same size' } }
    embedded.length = 0
    const { built } = await buildIndex({ ...options, models: other })
    expect(built).toBe(true)
    expect(notices.map(({ code }) => code)).toEqual(['index-foreign'])
    expect(embedded).toContain('The lighthouse was built in 1871. Its keeper was Mary Doe.')
  },
)

test('an index of the earlier format is refused for its format, not as damaged, and rebuilt', async () => {
  const { index } = await buildIndex(options)
  alterManifest(options.indexFolder, (text) => {
    const { recipe, ...manifest } = JSON.parse(text) as { recipe: Record<string, unknown> }
    const { wordTable: _, ...before } = recipe
    return JSON.stringify({ ...manifest, recipe: { ...before, format: 4, analysis: '0123456789ab' } })
  })
  const again = await buildIndex(options)
  expect(notices.map(({ code, params }) => [code, params])).toEqual([['index-foreign', { field: 'format', expected: '5', found: '4' }]])
  expect([again.built, again.index.manifest.generation]).toEqual([true, index.manifest.generation])
})

test('passages and words may have vectors of different lengths; each is found by its own', async () => {
  const { embedder } = openHashingModels(24)
  const models = { embedder, wordTable: options.models.wordTable }
  const { index } = await buildIndex({ ...options, models })
  expect([index.content().passageVectors.dimensions, index.content().lexicon.vectors.dimensions]).toEqual([24, 64])
  const opened = await buildIndex({ ...options, models })
  expect(opened.built).toBe(false)
  for (const { passageStore, wordStore, content } of [index, opened.index]) {
    const { passageVectors, lexicon } = content()
    expect((await passageStore.nearest(row(passageVectors, 1), 1))[0]?.id).toBe(1)
    expect((await wordStore.nearest(row(lexicon.vectors, 3), 1))[0]?.similarity).toBeCloseTo(1, 4)
  }
})

test('an index folder that cannot be written says so', async () => {
  const blocked = join(options.documentsFolder, 'a.txt')
  await expect(buildIndex({ ...options, indexFolder: blocked })).rejects.toMatchObject({ code: 'index-unwritable' })
  expect(statSync(blocked).isFile()).toBe(true)
})

test('exact search answers from the same files, and neither kind of search embeds anew for the other', async () => {
  await buildIndex(options)
  embedded.length = 0
  const { index } = await buildIndex({ ...options, store: 'exact' })
  expect([index.passageStore.kind, index.wordStore.kind]).toEqual(['exact', 'exact'])
  expect(existsSync(join(folder(), 'words.hnsw'))).toBe(false)
  expect(unasked(index)).toEqual([])
})
