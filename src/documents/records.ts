/** Questions and answers in rows (CSV, TSV) or objects (JSONL): each question becomes a heading, its answer the text below it. */
import { parse } from 'csv-parse/sync'
import { type ReadText, RefusedFormat } from './format.ts'

const QUESTION = /^(?:question|questions|q|prompt)$/i
const ANSWER = /^(?:answer|answers|a|r[ée]ponse|r[ée]ponses|r)$/i

/** @param delimiters that the file may use; the first that yields the columns wins */
export function readCsv(text: string, delimiters: readonly string[] = [',', ';', '\t']): ReadText {
  const rowsOf = (delimiter: string, to?: number): string[][] =>
    parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      ...(to ? { to } : {}),
    })
  for (const delimiter of delimiters) {
    const [header = []] = rowsOf(delimiter, 1)
    const question = header.findIndex((name) => QUESTION.test(name))
    const answer = header.findIndex((name) => ANSWER.test(name))
    if (question === -1 || answer === -1) continue
    const [, ...records] = rowsOf(delimiter)
    return written(records.map((record) => [record[question], record[answer]]))
  }
  throw new RefusedFormat('records')
}

export function readJsonl(text: string): ReadText {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return written(
    lines.map((line) => {
      const record = parseObject(line)
      const value = (name: RegExp): unknown => Object.entries(record).find(([key]) => name.test(key))?.[1]
      return [value(QUESTION), value(ANSWER)]
    }),
  )
}

function parseObject(line: string): Record<string, unknown> {
  try {
    const record: unknown = JSON.parse(line)
    if (typeof record === 'object' && record !== null && !Array.isArray(record)) return record as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw new RefusedFormat('records')
}

function written(pairs: readonly (readonly unknown[])[]): ReadText {
  const whole = pairs.flatMap(([question, answer]) =>
    typeof question === 'string' && typeof answer === 'string' && question.trim() && answer.trim()
      ? [`${question.replace(/\s+/g, ' ').trim()}\n\n${answer.trim()}`]
      : [],
  )
  if (whole.length === 0) throw new RefusedFormat('records')
  return { text: whole.join('\n\n') }
}
