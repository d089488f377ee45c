/**
 * Questions with the right passage given -> was the answer found, or seen to be missing? Retrieval has no part in it: the passage is the
 * whole folder.
 */
import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { ask } from './ask.ts'
import { indexContent } from './assembly.ts'
import { describeDocument } from './documents/read.ts'
import { AskRequestSchema, type Citation } from './domain.ts'
import type { Models } from './embed/embedder.ts'
import type { Engine } from './engine.ts'
import { AppError } from './errors.ts'
import { type ReadingQuestion, ReadingQuestionSchema, type ReadingRun } from './scores/reading.ts'
import { openInMemory } from './store/generation.ts'

/** @param file JSON Lines, gzipped or not. @throws AppError evaluation-invalid */
export async function loadReading(file: string): Promise<ReadingQuestion[]> {
  const bytes = await readFile(file).catch((cause) => {
    throw new AppError('evaluation-invalid', { file, problem: 'missing' }, { cause })
  })
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString('utf8')
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [ReadingQuestionSchema.parse(JSON.parse(line))]
    } catch (cause) {
      throw new AppError('evaluation-invalid', { file, problem: `line ${i + 1}` }, { cause })
    }
  })
}

/** Asks each question of its own passage alone. @param engine without its documents */
export async function evaluateReading(
  questions: readonly ReadingQuestion[],
  engine: Omit<Engine, 'corpus'>,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ReadingRun[]> {
  const runs: ReadingRun[] = []
  let opened: { passage: string; engine: Engine } | undefined
  for (const question of questions) {
    // Questions about one passage usually stand one after the other.
    if (opened?.passage !== question.passage)
      opened = { passage: question.passage, engine: { ...engine, corpus: (await indexOf(question, engine)).corpus } }
    const request = AskRequestSchema.parse({ question: question.question.slice(0, 2000), language: question.lang, topK: 1 })
    const { answered, citations, confidence = 0 } = await ask(request, opened.engine)
    const quote = answered ? citations.map((citation) => citation.quote).join(' ') : undefined
    runs.push({ question, span: answered && citations[0] ? pointedAt(citations[0]) : undefined, quote, confidence })
    onProgress(runs.length, questions.length)
  }
  return runs
}

/** The words that are pointed at, and the whole quote where none are. */
function pointedAt({ quote, start, answer }: Citation): string {
  return answer ? quote.slice(answer.start - start, answer.end - start) : quote
}

async function indexOf({ passage, title }: ReadingQuestion, models: Models) {
  const document = describeDocument({ source: 'passage.txt', text: passage, sha256: '', ...(title ? { title } : {}) })
  return openInMemory(await indexContent([document], models), models)
}
