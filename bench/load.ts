/**
 * A server under load, generator on the same two cores: a steady rate (open loop, and the generator tells how late it was itself),
 * up to ten times what it can answer, and a long walk that shows whether memory grows.
 *
 *     npm run bench:load [-- steady|overload|soak [SECONDS [RATE]]]
 */
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import autocannon from 'autocannon'
import { loadQuestions } from '../src/evaluate.ts'
import { percentile } from '../src/scores/metrics.ts'
import { type Measured, memoryOf, root, startServer } from './server.ts'

const [what = 'all', seconds, rate = '100'] = process.argv.slice(2)
const RATE = Number(rate)
const pairs = await loadQuestions(join(root, 'eval', 'questions.jsonl'))
const questions = pairs.flatMap(({ question }) => [question.en, question.fr])
/** A model that reads remembers what it has read; a question is a new one with something else that it is about. */
const remembers = process.env.SOURCIER_READER !== 'features'
let asked = 0
const bodyOf = (question: string): string => JSON.stringify({ question, ...(remembers ? { about: `case ${asked++}` } : {}) })

async function start(): Promise<Measured> {
  const server = await startServer()
  // Every question once, fewer where each takes long: the first seconds of a process are compilation.
  for (const question of questions.slice(0, remembers ? 100 : undefined)) await (await fetch(`${server.url}/ask`, post(question))).text()
  return server
}

function post(question: string): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: bodyOf(question) }
}

interface Sent {
  status: number
  /** From when it should have been sent to its last byte: a late generator flatters nobody. */
  milliseconds: number
  late: number
}

/** Open loop: one question every 1/rate seconds, whether or not earlier ones have been answered. */
async function send(url: string, rate: number, duration: number): Promise<Sent[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4000 })
  const begun = performance.now()
  const sent: Promise<Sent>[] = []
  for (let i = 0; i < rate * duration; i++) {
    const due = begun + (i * 1000) / rate
    const early = due - performance.now()
    if (early > 1) await wait(early)
    sent.push(once(url, agent, questions[i % questions.length] ?? '', due))
  }
  const all = await Promise.all(sent)
  agent.destroy()
  return all
}

function once(url: string, agent: Agent, question: string, due: number): Promise<Sent> {
  const late = performance.now() - due
  return new Promise((resolve) => {
    const done = (status: number): void => resolve({ status, milliseconds: performance.now() - due, late })
    const outgoing = request(
      `${url}/ask`,
      { agent, method: 'POST', headers: { 'content-type': 'application/json' }, timeout: 20_000 },
      (response) => {
        response.resume()
        response.once('end', () => done(response.statusCode ?? 0))
      },
    )
    outgoing.once('error', () => done(0))
    outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')))
    outgoing.end(bodyOf(question))
  })
}

const shown = (times: readonly number[]): string => [50, 95, 99].map((p) => `p${p} ${percentile(times, p).toFixed(1)}`).join(', ')

async function steady(duration: number): Promise<void> {
  const { url, process: server } = await start()
  const sent = await send(url, RATE, duration)
  const good = sent.filter(({ status }) => status === 200)
  console.log(
    `steady, ${RATE} requests/s for ${duration} s: ${((100 * good.length) / sent.length).toFixed(2)} % of ${sent.length} answered; ${shown(good.map(({ milliseconds }) => milliseconds))} ms, worst ${Math.max(...good.map(({ milliseconds }) => milliseconds)).toFixed(0)} ms; generator late ${shown(sent.map(({ late }) => late))} ms; ${memoryOf(server)} MiB`,
  )
  server.kill()
}

async function overload(duration: number): Promise<void> {
  const { url, process: server } = await start()
  const requests = Array.from({ length: remembers ? 20 : 1 }, () =>
    questions.map((question) => ({ path: '/ask', ...post(question) })),
  ).flat() as autocannon.Request[]
  const capable = (await autocannon({ url, connections: 4, duration: 5, requests })).requests.average
  console.log(`capacity, four connections that wait for each answer: ${capable.toFixed(0)} requests/s`)
  for (const times of [2, 5, 10]) {
    const health: number[] = []
    const watch = setInterval(async () => {
      const begun = performance.now()
      await fetch(`${url}/health`).then((response) => response.text())
      health.push(performance.now() - begun)
    }, 250)
    const sent = await send(url, Math.round(times * capable), duration)
    clearInterval(watch)
    const of = (wanted: number): number[] => sent.filter(({ status }) => status === wanted).map(({ milliseconds }) => milliseconds)
    const [accepted, refused, lost] = [of(200), of(503), of(0)]
    console.log(
      `${times} times that for ${duration} s: ${(accepted.length / duration).toFixed(0)} answered/s (${((100 * accepted.length) / duration / capable).toFixed(0)} % of capacity), ${shown(accepted)} ms; ${(refused.length / duration).toFixed(0)} refused/s, ${shown(refused)} ms; /health ${shown(health)} ms; ${lost.length} lost; generator late ${shown(sent.map(({ late }) => late))} ms`,
    )
  }
  server.kill()
}

async function soak(duration: number): Promise<void> {
  const { url, process: server } = await start()
  const points: { minute: number; mebibytes: number }[] = []
  const begun = performance.now()
  const running = send(url, 30, duration)
  // One in ten is a stream, and one of five of those is left before its end.
  let streams = 0
  const streaming = setInterval(async () => {
    const gone = new AbortController()
    const response = await fetch(`${url}/ask`, {
      ...post(questions[streams % questions.length] ?? ''),
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      signal: gone.signal,
    }).catch(() => undefined)
    if (streams++ % 5 === 0) gone.abort()
    else await response?.text().catch(() => {})
  }, 333)
  const watch = setInterval(() => points.push({ minute: (performance.now() - begun) / 60_000, mebibytes: memoryOf(server) }), 2000)
  await running
  clearInterval(watch)
  clearInterval(streaming)
  // The first quarter fills caches.
  const later = points.filter(({ minute }) => minute > duration / 60 / 4)
  console.log(
    `soak, 30 requests/s and 3 streams/s for ${duration} s: ${points[0]?.mebibytes} MiB at first, ${later[0]?.mebibytes} after a quarter, ${points.at(-1)?.mebibytes} at the end; slope after it ${theilSen(later).toFixed(2)} MiB a minute`,
  )
  server.kill()
}

/** Median of the slopes of all pairs of points (Theil 1950, Sen 1968). */
function theilSen(points: readonly { minute: number; mebibytes: number }[]): number {
  const slopes = points.flatMap((a, i) => points.slice(i + 1).map((b) => (b.mebibytes - a.mebibytes) / (b.minute - a.minute)))
  return percentile(slopes, 50)
}

if (what === 'all' || what === 'steady') await steady(Number(seconds ?? 60))
if (what === 'all' || what === 'overload') await overload(Number(seconds ?? 30))
if (what === 'all' || what === 'soak') await soak(Number(seconds ?? 600))
