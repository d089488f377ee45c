/** An answer in this process, without a server: npx tsx ask.ts FOLDER "What is ITQ?" */
import { AskRequestSchema, ask, openEngine } from 'sourcier'

const [documents = 'node_modules/sourcier/seeds', question = 'What is ITQ?', index = 'my-index'] = process.argv.slice(2)

// The index is built at the first time; later only what has changed.
const engine = await openEngine({ documents, index, onNotice: (notice) => console.error(notice.code, notice.params) })
const { answer, answered, citations, passages } = await ask(AskRequestSchema.parse({ question }), engine)
console.log(answer)
for (const { n, source, start, end } of citations) console.log(`[${n}] ${source}, ${start}–${end}`)
if (!answered) for (const { title, text } of passages.slice(0, 3)) console.log(`closest: ${title}: ${text.slice(0, 80)}`)
await engine.corpus.close()
