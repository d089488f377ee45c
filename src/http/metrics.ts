/** /metrics in Prometheus' format: counts and times, never a word of a question. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { AskResponse } from '../domain.ts'
import type { Engine } from '../engine.ts'
import type { Gate } from './gate.ts'

export interface Metrics {
  /** In Prometheus' text format. */
  text(): Promise<string>
  contentType: string
  request(method: string, route: string, status: number, seconds: number): void
  answer(answer: AskResponse): void
  limited(): void
  feedback(rating: string): void
}

/** Seconds. */
const BUCKETS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

/** @param ofProcess with memory, event loop and garbage collection of this process, which are watched from then on */
export function openMetrics(gate: Gate, engine: () => Engine | undefined, ofProcess: boolean): Metrics {
  const registry = new Registry()
  const registers = [registry]
  if (ofProcess) collectDefaultMetrics({ register: registry, prefix: 'sourcier_' })
  const { requests, stages, answers, sentences, notices, redactions, limited, ratings } = openCounters(registers)
  watchGate(gate, registers)
  watchIndex(engine, registers)
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    request: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    answer({ language, answered, reason, mode, notice, redacted = [], verified, timings }) {
      answers.inc({ language, outcome: answered ? 'answered' : (reason ?? 'none'), mode })
      sentences.inc({ verdict: 'kept' }, verified.kept)
      sentences.inc({ verdict: 'dropped' }, verified.dropped)
      if (notice) notices.inc({ notice })
      for (const kind of redacted) redactions.inc({ kind })
      for (const [name, milliseconds] of Object.entries(timings)) {
        if (typeof milliseconds === 'number') stages.observe({ stage: name.replace(/Ms$/, ''), mode }, milliseconds / 1000)
      }
    },
    limited: () => limited.inc(),
    feedback: (rating) => ratings.inc({ rating }),
  }
}

function openCounters(registers: Registry[]) {
  const requests = new Histogram({
    name: 'sourcier_http_request_seconds',
    help: 'Time from a request to its response (of a stream: to its beginning)',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS,
    registers,
  })
  const stages = new Histogram({
    name: 'sourcier_answer_stage_seconds',
    help: 'Time of an answer by stage',
    labelNames: ['stage', 'mode'] as const,
    buckets: BUCKETS,
    registers,
  })
  const answers = new Counter({
    name: 'sourcier_answers_total',
    help: 'Answers and abstentions',
    labelNames: ['language', 'outcome', 'mode'] as const,
    registers,
  })
  const sentences = new Counter({
    name: 'sourcier_sentences_total',
    help: 'Sentences that the verifier kept, and dropped',
    labelNames: ['verdict'] as const,
    registers,
  })
  const notices = new Counter({
    name: 'sourcier_llm_notices_total',
    help: 'Answers that a language model was asked for and did not write',
    labelNames: ['notice'] as const,
    registers,
  })
  const redactions = new Counter({
    name: 'sourcier_redactions_total',
    help: 'Questions that a kind of personal details was taken out of',
    labelNames: ['kind'] as const,
    registers,
  })
  const limited = new Counter({ name: 'sourcier_rate_limited_total', help: 'Requests beyond the limit of their address', registers })
  const ratings = new Counter({ name: 'sourcier_feedback_total', help: 'Feedback kept', labelNames: ['rating'] as const, registers })
  return { requests, stages, answers, sentences, notices, redactions, limited, ratings }
}

function watchGate(gate: Gate, registers: Registry[]): void {
  new Counter({
    name: 'sourcier_overloaded_total',
    help: 'Questions that were turned away because too many waited',
    registers,
    collect() {
      this.reset()
      this.inc(gate.refused)
    },
  })
  new Gauge({
    name: 'sourcier_questions',
    help: 'Questions being answered, and waiting',
    labelNames: ['state'] as const,
    registers,
    collect() {
      this.set({ state: 'running' }, gate.running)
      this.set({ state: 'waiting' }, gate.waiting)
    },
  })
}

function watchIndex(engine: () => Engine | undefined, registers: Registry[]): void {
  new Gauge({
    name: 'sourcier_index_documents',
    help: 'Documents of the index that answers, by its generation and model',
    labelNames: ['generation', 'model'] as const,
    registers,
    collect() {
      this.reset()
      const about = engine()?.corpus.about
      if (about) this.set({ generation: about.generation, model: about.model }, about.counts.documents)
    },
  })
}
