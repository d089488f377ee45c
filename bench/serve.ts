/**
 * The figures of an operator: seconds from start to the first answer, milliseconds of POST /ask over HTTP for questions that are new and for
 * those asked before, of GET /health meanwhile, questions answered in a second, resident memory of the server. Needs the addon built
 * (npm run setup).
 *
 *     npm run bench -- [--documents FOLDER] [--index FOLDER] [--questions FILE.jsonl[.gz]] [--reader features|FOLDER]
 *
 * The sample documents and their evaluation questions when left out; a line of a file holds a `question`. An index that is given is used as it is.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadQuestions } from '../src/evaluate.ts'
import { percentile } from '../src/scores/metrics.ts'
import { memoryOf, root, startServer } from './server.ts'
import { recordsOf } from './texts.ts'

const { values: given } = parseArgs({
  options: { documents: { type: 'string' }, index: { type: 'string' }, questions: { type: 'string' }, reader: { type: 'string' } },
})
/** Questions that compile what answers, before anything is measured. */
const WARM = 40
/** Questions of a file, at most, spread over it. */
const MOST = 400
/** Clients that ask as fast as they are answered. */
const CLIENTS = 4
/** Milliseconds between two looks at /health. */
const LOOK = 50

const questions = given.questions ? spread(recordsOf(given.questions).flatMap(({ question }) => question ?? [])) : await ownQuestions()
const started = performance.now()
const flags = Object.entries(given).flatMap(([name, value]) => (name === 'questions' ? [] : [`--${name}`, value]))
const { url, process: server } = await startServer(flags)
await ask('what is ITQ?')
const firstAnswer = (performance.now() - started) / 1000
// New to the server, and none of those that are measured.
for (const question of questions.slice(0, WARM)) await ask(`${question} ?`)

const health: number[] = []
const looking = setInterval(async () => {
  const begun = performance.now()
  await (await fetch(`${url}/health`)).text()
  health.push(performance.now() - begun)
}, LOOK)
const half = Math.ceil(questions.length / 2)
const fresh = await timesOf(questions.slice(0, half))
clearInterval(looking)
const again = await timesOf(questions.slice(0, half))
const together = questions.slice(half)
const begun = performance.now()
await Promise.all(
  Array.from({ length: CLIENTS }, async () => {
    for (let question = together.pop(); question !== undefined; question = together.pop()) await ask(question)
  }),
)
const seconds = (performance.now() - begun) / 1000

console.log(`start to first answer${given.index ? '' : ', index built on the way'}: ${firstAnswer.toFixed(1)} s`)
console.log(`POST /ask over HTTP, ${fresh.length} new questions one after the other: ${shown(fresh)}; /health meanwhile: ${shown(health)}`)
console.log(`the same asked again: ${shown(again)}`)
console.log(
  `${CLIENTS} clients, ${questions.length - half} new questions: ${((questions.length - half) / seconds).toFixed(1)} answered a second`,
)
console.log(`resident memory after them: ${memoryOf(server)} MiB`)
server.kill()

async function ownQuestions(): Promise<string[]> {
  const pairs = await loadQuestions(join(root, 'eval', 'questions.jsonl'))
  return [...new Set(pairs.flatMap(({ question }) => [question.en, question.fr]))]
}

function spread(all: readonly string[]): string[] {
  const distinct = [...new Set(all)]
  const every = Math.max(1, Math.floor(distinct.length / MOST))
  return distinct.filter((_, i) => i % every === 0).slice(0, MOST)
}

async function ask(question: string): Promise<number> {
  const begun = performance.now()
  const response = await fetch(`${url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question }),
  })
  await response.text()
  if (!response.ok) throw new Error(`${response.status} for ${question}`)
  return performance.now() - begun
}

async function timesOf(own: readonly string[]): Promise<number[]> {
  const times: number[] = []
  for (const question of own) times.push(await ask(question))
  return times
}

function shown(times: readonly number[]): string {
  const [p50, p95, p99] = [50, 95, 99].map((p) => percentile(times, p).toFixed(1))
  return `median ${p50} ms, p95 ${p95} ms, p99 ${p99} ms`
}
