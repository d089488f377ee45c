/** Passages without an answer, best first, with the words that met across the languages. */
import { openEngine, search } from 'sourcier'

const [documents = 'node_modules/sourcier/seeds', words = 'government infrastructure', index = 'my-index'] = process.argv.slice(2)

const engine = await openEngine({ documents, index })
for (const { title, score, why } of await search(words, engine, { limit: 3 })) {
  const met = why.map(({ question, passage, similarity }) => `${question} ~ ${passage} ${similarity.toFixed(2)}`)
  console.log(`${score.toFixed(2)} ${title}: ${met.join(', ')}`)
}
await engine.corpus.close()
