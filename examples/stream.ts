/** The same as it comes: sentences are given when their citations have been verified. */
import { AskRequestSchema, askEvents, openEngine } from 'sourcier'

const [documents = 'node_modules/sourcier/seeds', question = 'C’est quoi ITQ ?', index = 'my-index'] = process.argv.slice(2)

const engine = await openEngine({ documents, index })
for await (const { event, data } of askEvents(AskRequestSchema.parse({ question }), engine)) {
  if (event === 'sentence') console.log(data.text, data.citations)
  if (event === 'answer-end') console.log(`${data.mode}, ${Math.round(data.timings.totalMs)} ms`)
}
await engine.corpus.close()
