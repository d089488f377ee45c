/** The public collection is what its manifest says: sources named, every byte as it was, no topic in both splits. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { loadQuestions } from '../src/evaluate.ts'

const FOLDER = 'eval/collections/public'
const ManifestSchema = z.array(
  z.object({
    ...{ id: z.string(), file: z.string(), topic: z.string(), title: z.string(), repo: z.string(), path: z.string(), licence: z.string() },
    ...{ split: z.enum(['dev', 'test']), lang: z.enum(['en', 'fr']), indexed: z.boolean(), translation: z.string().nullable() },
    ...{ commit: z.string().regex(/^[0-9a-f]{40}$/), sha256: z.string().length(64), bytes: z.int() },
  }),
)
const manifest = ManifestSchema.parse(JSON.parse(readFileSync(`${FOLDER}/manifest.json`, 'utf8')))

function folderOf({ indexed }: { indexed: boolean }): string {
  return `${FOLDER}/${indexed ? 'documents' : 'translations'}`
}

test('each file is in its folder, byte for byte; no other file is there', () => {
  for (const entry of manifest) {
    const bytes = readFileSync(`${folderOf(entry)}/${entry.file}`)
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')], entry.file).toEqual([entry.bytes, entry.sha256])
  }
  for (const indexed of [true, false]) {
    const named = manifest.filter((entry) => entry.indexed === indexed).map(({ file }) => file)
    expect(readdirSync(folderOf({ indexed })).sort()).toEqual(named.sort())
  }
  expect(manifest.filter(({ indexed }) => indexed).length).toBe(28)
})

test('a translation is another file of the same topic in the other language', () => {
  for (const { translation, topic, lang, file } of manifest) {
    if (translation === null) continue
    const other = manifest.find(({ id }) => id === translation)
    expect(other, file).toMatchObject({ topic, lang: lang === 'en' ? 'fr' : 'en' })
  }
})

test('questions name indexed documents of their own split alone', async () => {
  const splitOf = new Map(manifest.filter(({ indexed }) => indexed).map(({ file, split }) => [file, split]))
  for (const { id, split, about, relevant } of await loadQuestions(`${FOLDER}/questions.jsonl`)) {
    for (const document of [...(about ? [about] : []), ...relevant.map((one) => one.document)]) {
      expect(splitOf.get(document), `${id}: ${document}`).toBe(split)
    }
  }
})
