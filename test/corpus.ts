/** A few short texts as a corpus in memory, for tests. Opens no model. */
import { indexContent } from '../src/assembly.ts'
import { readMarkdown } from '../src/documents/markdown.ts'
import { describeDocument } from '../src/documents/read.ts'
import type { SourceDocument } from '../src/domain.ts'
import type { Models } from '../src/embed/embedder.ts'
import type { Corpus } from '../src/store/corpus.ts'
import { openInMemory } from '../src/store/generation.ts'

/** Texts by the name of their file, of which `.md` alone is read as Markdown. */
export type Texts = Readonly<Record<string, string>>

/** In the order of the texts. */
export function documentsOf(texts: Texts): SourceDocument[] {
  return Object.entries(texts).map(([source, text]) =>
    describeDocument({ source, sha256: '', ...(source.endsWith('.md') ? readMarkdown(text) : { text }) }),
  )
}

export async function corpusOf(texts: Texts, models: Models): Promise<Corpus> {
  return (await openInMemory(await indexContent(documentsOf(texts), models), models)).corpus
}
