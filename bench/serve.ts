/**
 * The three figures of an operator: seconds from start to the first answer (index built on the way), milliseconds of POST /ask
 * over HTTP, resident memory of the server. Needs the addon built (npm run setup).
 *
 *     npm run bench
 */
import { join } from 'node:path'
import { loadQuestions } from '../src/evaluate.ts'
import { percentile } from '../src/scores/metrics.ts'
import { memoryOf, root, startServer } from './server.ts'

const ROUNDS = 5

const started = performance.now()
const { url, process: server } = await startServer()
const ask = async (question: string): Promise<number> => {
  const begun = performance.now()
  const response = await fetch(`${url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  })
  await response.text()
  return performance.now() - begun
}
await ask('what is ITQ?')
const firstAnswer = (performance.now() - started) / 1000

const pairs = await loadQuestions(join(root, 'eval', 'questions.jsonl'))
const questions = pairs.flatMap(({ question }) => [question.en, question.fr])
for (const question of questions.slice(0, 40)) await ask(question)
const times: number[] = []
for (let round = 0; round < ROUNDS; round++) for (const question of questions) times.push(await ask(question))

console.log(`start to first answer, index built on the way: ${firstAnswer.toFixed(1)} s`)
console.log(
  `POST /ask over HTTP, ${times.length} questions one after the other: median ${percentile(times, 50).toFixed(1)} ms, p95 ${percentile(times, 95).toFixed(1)} ms, worst ${Math.max(...times).toFixed(1)} ms`,
)
console.log(`resident memory after them: ${memoryOf(server)} MiB`)
server.kill()
