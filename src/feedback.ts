/**
 * Feedback on answers, one JSON line each in a local file. A line is synced to disk before it is confirmed; personal details are
 * redacted first. The lines become candidates for the evaluation set.
 */
import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { type FeedbackRequest, FeedbackRequestSchema, PERSONAL_DATA, type PersonalData } from './domain.ts'
import { AppError, causeText } from './errors.ts'
import { redact } from './privacy/redact.ts'
import type { Corpus } from './store/corpus.ts'
import { type Files, realFiles } from './store/files.ts'

const RecordSchema = z.strictObject({
  ...FeedbackRequestSchema.shape,
  // A placeholder may be longer than the detail that it replaces.
  question: z.string(),
  comment: z.string().optional(),
  id: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  /** Documents and quotes that the answer cited, resolved when the feedback came: the index may be another one later. */
  citations: z.array(z.strictObject({ document: z.string(), quote: z.string() })),
  generation: z.string(),
  redacted: z.array(z.enum(PERSONAL_DATA)),
  /** The id is of no answer that this server remembered: from before its start, of another server, or made up. */
  unknown: z.literal(true).optional(),
})
type FeedbackRecord = z.infer<typeof RecordSchema>

export interface Feedback {
  /**
   * @param known whether the answer is one that was given
   * @returns kinds of personal details that were redacted @throws AppError feedback-unwritable; nothing is kept then
   */
  keep(request: FeedbackRequest, corpus: Pick<Corpus, 'about' | 'document'>, known?: boolean): Promise<PersonalData[]>
  read(): Promise<FeedbackRecord[]>
}

export function openFeedback(file: string, files: Pick<Files, 'syncFolder'> = realFiles): Feedback {
  // Serialised: concurrent writes could interleave two lines.
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work)
    last = done.catch(() => {})
    return done
  }
  return {
    async keep(request, corpus, known = true) {
      const record = { ...(await toRecord(request, corpus)), ...(known ? {} : { unknown: true as const }) }
      return inTurn(async () => {
        await append(file, `${JSON.stringify(record)}\n`, files).catch((cause: unknown) => {
          throw new AppError('feedback-unwritable', { cause: causeText(cause) }, { cause })
        })
        return record.redacted
      })
    },
    read: () => inTurn(async () => records(await readFile(file, 'utf8').catch(() => ''))),
  }
}

async function toRecord(request: FeedbackRequest, corpus: Pick<Corpus, 'about' | 'document'>): Promise<FeedbackRecord> {
  const { language } = request
  const question = redact(request.question, language)
  const comment = request.comment === undefined ? undefined : redact(request.comment, language)
  const citations: FeedbackRecord['citations'] = []
  for (const { documentId, start, end } of request.citations ?? []) {
    const document = await corpus.document(documentId)
    const quote = document?.text.slice(start, end) ?? ''
    if (document && quote !== '') citations.push({ document: document.source, quote })
  }
  return {
    ...{ ...request, id: randomUUID(), at: new Date().toISOString(), question: question.text, citations },
    ...(comment ? { comment: comment.text } : {}),
    generation: corpus.about.generation,
    redacted: [...new Set([...question.kinds, ...(comment?.kinds ?? [])])],
  }
}

/** Terminates a line torn by a power cut, so that the next record starts on a line of its own. */
async function append(file: string, line: string, { syncFolder }: Pick<Files, 'syncFolder'>): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const handle = await open(file, 'a+', 0o600)
  try {
    const { size } = await handle.stat()
    const end = Buffer.alloc(1)
    if (size > 0) await handle.read(end, 0, 1, size - 1)
    const bytes = Buffer.from(size > 0 && end[0] !== 10 ? `\n${line}` : line)
    for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten
    await handle.sync()
    if (size === 0) await syncFolder(dirname(file))
  } finally {
    await handle.close()
  }
}

/** Complete lines; a torn one is skipped. */
function records(text: string): FeedbackRecord[] {
  return text.split('\n').flatMap((line) => {
    try {
      return line.trim() === '' ? [] : [RecordSchema.parse(JSON.parse(line))]
    } catch {
      return []
    }
  })
}

/**
 * Candidates for the evaluation set, in the shape of eval/questions.jsonl: a person must still write the question in the other
 * language, judge what is relevant and choose a kind. A positive rating keeps the cited quotes as gold.
 */
export function toCandidates(kept: readonly FeedbackRecord[]) {
  return kept.map(({ id, language, question, rating, reason, comment, answered, citations, unknown }) => ({
    ...{ id: `feedback-${id.slice(0, 8)}`, split: 'dev', kind: 'feedback' },
    expects: rating === 'up' && answered === false ? 'no-answer' : 'answer',
    question: { en: language === 'en' ? question : '', fr: language === 'fr' ? question : '' },
    relevant: rating === 'up' ? citations : [],
    feedback: { rating, ...(reason ? { reason } : {}), ...(comment ? { comment } : {}), cited: citations, ...(unknown ? { unknown } : {}) },
  }))
}
