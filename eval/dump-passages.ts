/**
 * Questions with the passages that the retriever gives, as JSON Lines: what models/reader/real.py measures a checkpoint on, and what
 * models/reader/written.py makes material of. Test questions are dropped before anything else sees them.
 *
 *     node eval/dump-passages.ts COLLECTION > FILE.jsonl      the development questions of a collection
 *     node eval/dump-passages.ts FOLDER > FILE.jsonl          FOLDER/questions.jsonl about FOLDER/documents
 *
 * Passages that hold the answer and were not found stand behind the others, without a score. A question may say in `span` which words
 * of its first quote answer. In a FOLDER of one's own, a question whose quote or span is not in its document word for word is left out,
 * named on the error output, and the exit code is 1: nothing is learned from a mark that is not there.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { indexContent } from '../src/assembly.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { readFolder } from '../src/documents/read.ts'
import { LANGUAGES, type Language, type Sentence, type Span } from '../src/domain.ts'
import { elementAt } from '../src/elements.ts'
import { openModels } from '../src/embed/open.ts'
import { resolveQuotes } from '../src/evaluate.ts'
import { READ_HITS } from '../src/read/reader.ts'
import { find } from '../src/retrieve/find.ts'
import { builtInCollections, COLLECTION_NAMES } from '../src/scores/collections.ts'
import { coversGold } from '../src/scores/metrics.ts'
import { type QuestionPair, QuestionPairSchema } from '../src/scores/run.ts'
import { wholeContent } from '../src/store/content.ts'
import { openInMemory } from '../src/store/generation.ts'
import { understand } from '../src/understand/understand.ts'

interface Shown extends Span {
  documentId: string
  title: string
  language: Language
  text: string
  sentences: readonly Sentence[]
}

const LineSchema = QuestionPairSchema.partial({ split: true }).extend({
  relevant: z.array(z.object({ document: z.string(), quote: z.string().min(1) })).default([]),
  span: z.string().optional(),
})

const root = fileURLToPath(new URL('..', import.meta.url))
const given = process.argv[2] ?? ''
const name = COLLECTION_NAMES.find((own) => own === given)
const place = name ? builtInCollections(root, '')[name] : { documents: join(given, 'documents'), questions: join(given, 'questions.jsonl') }
const models = await openModels(join(root, DEFAULT_MODEL))
const { documents } = await readFolder(place.documents)
const parts = await indexContent(documents, models)
const index = await openInMemory(parts, models)
const content = wholeContent(parts, models.embedder.dimensions)
const all = content.passages.map(({ document, start, end, language, first, last }): Shown => {
  const { id, title, text, sentences } = elementAt(content.documents, document)
  return { documentId: id, title, language, start, end, text: text.slice(start, end), sentences: sentences.slice(first, last + 1) }
})

/** @returns the quote or span that its document does not hold; a question that is to be answered has a quote at least */
function misquoted({ expects, relevant }: QuestionPair, places: readonly Span[][], span = ''): string | undefined {
  if (expects !== 'answer') return undefined
  if (relevant[0] === undefined) return 'no quote'
  const missing = relevant.find((_, n) => places[n]?.length === 0)?.quote
  return missing ?? (relevant[0].quote.includes(span) ? undefined : span)
}

const lines = (await readFile(place.questions, 'utf8')).split('\n').filter((line) => line.trim() !== '')
for (const line of lines) {
  const { relevant, split = 'dev', span, ...pair } = LineSchema.parse(JSON.parse(line))
  if (split !== 'dev' || pair.after || (pair.expects !== 'answer' && pair.expects !== 'no-answer')) continue
  const places = resolveQuotes({ ...pair, split, relevant }, documents)
  const astray = name ? undefined : misquoted({ ...pair, split, relevant }, places, span)
  if (astray !== undefined) {
    console.error(`${pair.id}: not in its document: ${astray}`)
    process.exitCode = 1
    continue
  }
  const gold = places.flat().map((quote) => ({ ...quote, documentId: documents[quote.document]?.id }))
  const isRight = ({ documentId }: Shown, sentence: Span): boolean =>
    gold.some((quote) => quote.documentId === documentId && coversGold(sentence, quote))
  /** Where the words that answer stand in a passage. */
  const wordsIn = (passage: Shown): [number, number] | null => {
    for (const { documentId, start, end } of span ? gold : []) {
      const at = (documents.find(({ id }) => id === documentId)?.text ?? '').slice(start, end).indexOf(span ?? '')
      const from = start + at - passage.start
      if (at >= 0 && documentId === passage.documentId && from >= 0 && from + (span ?? '').length <= passage.text.length)
        return [from, from + (span ?? '').length]
    }
    return null
  }
  const shown = (passage: Shown, score: number | null) => ({
    ...{ title: passage.title, language: passage.language, text: passage.text },
    sentences: passage.sentences.map(({ start, end, kind }) => ({ start: start - passage.start, end: end - passage.start, kind })),
    right: passage.sentences.map((sentence) => isRight(passage, sentence)),
    ...{ span: wordsIn(passage), score },
  })
  for (const language of LANGUAGES) {
    const asked = await understand(
      { text: pair.question[language], history: [] },
      { words: index.corpus.vocabulary, rank: models.wordTable.rank },
    )
    const { hits } = await find(asked.question, index.corpus, models, READ_HITS)
    const found = new Set(hits.map(({ passage: { documentId, start } }) => `${documentId} ${start}`))
    const missed = all.filter(
      (passage) => !found.has(`${passage.documentId} ${passage.start}`) && passage.sentences.some((sentence) => isRight(passage, sentence)),
    )
    const passages = [...hits.map(({ passage, score }) => shown(passage, score)), ...missed.map((passage) => shown(passage, null))]
    console.log(JSON.stringify({ id: pair.id, language, question: asked.question.text, expects: pair.expects, passages }))
  }
}
