/**
 * The development questions of both collections with the passages that the retriever gives, as JSON Lines: what models/reader/real.py measures
 * a checkpoint on. Test questions are dropped before anything else sees them.
 *
 *     node eval/dump-passages.ts COLLECTION > FILE.jsonl
 */
import { fileURLToPath } from 'node:url'
import { indexContent } from '../src/assembly.ts'
import { DEFAULT_MODEL } from '../src/config.ts'
import { readFolder } from '../src/documents/read.ts'
import { LANGUAGES } from '../src/domain.ts'
import { openModels } from '../src/embed/open.ts'
import { loadQuestions, resolveQuotes } from '../src/evaluate.ts'
import { READ_HITS } from '../src/read/reader.ts'
import { find } from '../src/retrieve/find.ts'
import { builtInCollections, type FITTED_COLLECTIONS } from '../src/scores/collections.ts'
import { coversGold } from '../src/scores/metrics.ts'
import { openInMemory } from '../src/store/generation.ts'
import { understand } from '../src/understand/understand.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const collection = builtInCollections(root, '')[process.argv[2] as (typeof FITTED_COLLECTIONS)[number]]
const models = await openModels(`${root}/${DEFAULT_MODEL}`)
const { documents } = await readFolder(collection.documents)
const index = await openInMemory(await indexContent(documents, models), models)
const pairs = (await loadQuestions(collection.questions)).filter(
  ({ split, expects, after }) => split === 'dev' && !after && (expects === 'answer' || expects === 'no-answer'),
)
for (const pair of pairs) {
  const gold = resolveQuotes(pair, documents).flatMap((places) =>
    places.map((span) => ({ ...span, documentId: documents[span.document]?.id })),
  )
  for (const language of LANGUAGES) {
    const asked = await understand(
      { text: pair.question[language], history: [] },
      { words: index.corpus.vocabulary, rank: models.wordTable.rank },
    )
    const { hits } = await find(asked.question, index.corpus, models, READ_HITS)
    const passages = hits.map(({ passage, score }) => ({
      title: passage.title,
      language: passage.language,
      text: passage.text,
      sentences: passage.sentences.map(({ start, end, kind }) => ({ start: start - passage.start, end: end - passage.start, kind })),
      right: passage.sentences.map((sentence) => gold.some((g) => g.documentId === passage.documentId && coversGold(sentence, g))),
      score,
    }))
    console.log(JSON.stringify({ id: pair.id, language, question: asked.question.text, expects: pair.expects, passages }))
  }
}
