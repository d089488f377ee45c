/**
 * Rows (CSV, TSV) or objects (JSON, JSONL) in, text out. Questions with their answers become headings with text below them, in one language
 * or in two side by side; conversations and instructions likewise; any other table becomes rows of labels and values.
 */
import { parse } from 'csv-parse/sync'
import type { Language } from '../domain.ts'
import { detectLanguage } from '../passages/language.ts'
import { BlockWriter } from './block-writer.ts'
import { type ReadText, RefusedFormat } from './format.ts'
import { readHtml } from './html.ts'
import { type Cell, writePair, writeTable } from './table.ts'

const QUESTION = /^(?:questions?|q|prompt|instructions?|query|demande|requ[eê]te)$/
const ANSWER = /^(?:answers?|a|r[eé]ponses?|r|response|output|completion|sortie)$/
const LANGUAGE_MARK: Readonly<Record<string, Language>> = {
  en: 'en',
  eng: 'en',
  english: 'en',
  anglais: 'en',
  anglaise: 'en',
  fr: 'fr',
  fra: 'fr',
  fre: 'fr',
  french: 'fr',
  francais: 'fr',
  français: 'fr',
  française: 'fr',
}

interface Field {
  role: 'question' | 'answer'
  language: Language | undefined
}

function partsOf(name: string): string[] {
  return name
    .toLowerCase()
    .split(/[\s_()[\].:/-]+/)
    .filter(Boolean)
}

function markIn(parts: readonly string[]): Language | undefined {
  return parts.map((part) => LANGUAGE_MARK[part]).find(Boolean)
}

/** "question", "Question (EN)", "réponse_fr", "fr_answer": what a column or a key holds. */
function fieldOf(name: string): Field | undefined {
  const parts = partsOf(name)
  const language = markIn(parts)
  const [rest = '', ...more] = parts.filter((part) => !LANGUAGE_MARK[part])
  if (more.length > 0) return undefined
  return QUESTION.test(rest) ? { role: 'question', language } : ANSWER.test(rest) ? { role: 'answer', language } : undefined
}

/** The name of a field with what it says. */
type Pair = [string, string]

interface Exchange {
  question: string
  answer: string
  language: Language | undefined
  /** Fields beside them. */
  beside?: Pair[]
}

/** Positions of each question with the answer in its language. */
function exchangesIn(names: readonly string[]): { question: number; answer: number; language: Language | undefined }[] {
  const fields = names.map(fieldOf)
  const used = new Set<number>()
  return fields.flatMap((field, question) => {
    if (field?.role !== 'question') return []
    const answer = fields.findIndex((other, i) => other?.role === 'answer' && other.language === field.language && !used.has(i))
    if (answer === -1) return []
    used.add(answer)
    return [{ question, answer, language: field.language }]
  })
}

// ---- rows ----

/** @param delimiters that the file may use; the one that gives the widest table of equal rows is taken */
export function readCsv(source: string, delimiters: readonly string[] = [',', ';', '\t', '|']): ReadText {
  const text = source.replace(/^\ufeff/, '')
  const [, stated] = /^"?sep=(.)"?[ \t]*\n/i.exec(text) ?? []
  const body = stated ? text.slice(text.indexOf('\n') + 1) : text
  const delimiter = stated ?? delimiterOf(body, delimiters)
  const rows = rowsOf(body, delimiter)
  const width = usualWidth(rows.slice(0, SAMPLE_ROWS))
  // Lines above the header say what the table is.
  const header = rows.findIndex((row) => row.filter((cell) => cell !== '').length > width / 2)
  const [names = [], ...records] = rows.slice(Math.max(0, header))
  if (width < 2 || records.length === 0) throw new RefusedFormat('records')
  const writer = new BlockWriter()
  for (const above of rows.slice(0, Math.max(0, header))) writer.write('heading', above.filter(Boolean).join(' '), { level: 1 })
  const found = exchangesIn(names)
  if (found.length > 0) {
    const used = new Set(found.flatMap(({ question, answer }) => [question, answer]))
    const exchanges = records.map((record) => {
      const beside = names.flatMap((name, i): Pair[] => (used.has(i) ? [] : [[name.replaceAll('_', ' '), oneLine(record[i] ?? '')]]))
      return withBeside(
        found.map(({ question, answer, language }) => exchange(record[question], record[answer], language)),
        beside,
      )
    })
    return writeExchanges(writer, exchanges, false)
  }
  const language = detectLanguage(body.slice(0, 4000)) ?? 'en'
  const cells = [names, ...records].map((row) => row.map((value): Cell => ({ text: oneLine(value) })))
  writeTable(writer, cells, language, 1)
  return finished(writer, false)
}

const SAMPLE_ROWS = 50

function rowsOf(text: string, delimiter: string, to?: number): string[][] {
  return parse(text, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    trim: true,
    ...(to ? { to } : {}),
  })
}

/** The one that parts the first rows evenly; one that names questions and answers before all. */
function delimiterOf(text: string, delimiters: readonly string[]): string {
  const [best] = delimiters
    .map((own) => {
      const rows = sampleOf(text, own)
      const width = usualWidth(rows)
      const even = width < 2 ? 0 : rows.filter(({ length }) => length === width).length / rows.length
      const asks = rows.slice(0, HEADER_WITHIN).some((row) => exchangesIn(row).length > 0)
      return { own, score: even + (asks ? 2 : 0) }
    })
    .sort((a, b) => b.score - a.score)
  return best?.own ?? ','
}

/** Rows above which a header stands. */
const HEADER_WITHIN = 10

function sampleOf(text: string, delimiter: string): string[][] {
  try {
    return rowsOf(text, delimiter, SAMPLE_ROWS)
  } catch {
    // Quotes that make no sense with this delimiter.
    return []
  }
}

/** Number of columns of most rows. */
function usualWidth(rows: readonly string[][]): number {
  const counts = new Map<number, number>()
  for (const { length } of rows) counts.set(length, (counts.get(length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0
}

function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim()
}

// ---- objects ----

export function readJsonl(text: string): ReadText {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return readObjects(lines.map(parsed))
}

/** One object, a list of them, or an object that holds such a list. */
export function readJson(text: string): ReadText {
  const value = parsed(text.replace(/^\ufeff/, ''))
  if (Array.isArray(value)) return readObjects(value)
  if (!isObject(value)) throw new RefusedFormat('records')
  const lists = Object.values(value).filter((own): own is unknown[] => Array.isArray(own) && own.some(isObject))
  const [list] = lists
  if (lists.length !== 1 || !list || conversation(value).length > 0) return readObjects([value])
  const title = Object.entries(value).find(([name, own]) => TITLE.test(name) && typeof own === 'string')?.[1]
  return readObjects(list, typeof title === 'string' ? title : '')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** @param title of the list that they stand in */
function readObjects(values: readonly unknown[], title = ''): ReadText {
  const objects = values.filter(isObject).map(hoisted)
  if (objects.length === 0) throw new RefusedFormat('records')
  const dropped = objects.length < values.length
  const exchanges = objects.map((object) => {
    const names = Object.keys(object)
    const found = exchangesIn(names)
    const asked = found.map(({ question, answer, language }) =>
      exchange(withInput(object, names[question] ?? ''), object[names[answer] ?? ''], language),
    )
    if (asked.length === 0) return conversation(object)
    const used = found.flatMap(({ question, answer }) => [names[question] ?? '', names[answer] ?? ''])
    return withBeside(asked, besideOf(object, used.some((name) => INSTRUCTION.test(name)) ? [...used, 'input'] : used))
  })
  const writer = new BlockWriter()
  if (exchanges.some((own) => own.length > 0)) return writeExchanges(writer, exchanges, dropped)
  const texts = objects.map(textOf)
  if (texts.every((own) => own !== undefined)) {
    for (const { title, text, beside } of texts) {
      writer.write('heading', title, { level: 2 })
      writer.write('paragraph', text)
      writeBeside(writer, beside, detectLanguage(text) ?? 'en')
    }
    return finished(writer, dropped)
  }
  const flat = objects.map((object) => new Map(fieldsOf(object)))
  const names = [...new Set(flat.flatMap((object) => [...object.keys()]))]
  const columns = names.slice(0, COLUMNS_MAX)
  const rows = flat.map((object) => columns.map((name): Cell => ({ text: oneLine(object.get(name) ?? '') })))
  if (rows.flat().every(({ text }) => text === '')) throw new RefusedFormat('records')
  const language =
    detectLanguage(
      rows
        .slice(0, SAMPLE_ROWS)
        .flat()
        .map(({ text }) => text)
        .join(' '),
    ) ?? 'en'
  if (title.trim() !== '') writer.write('heading', oneLine(title), { level: 1 })
  const head = columns.map((name): Cell => ({ text: name }))
  const [only] = rows
  // One object alone is a card: labels with their values.
  if (only && rows.length === 1) {
    const card = only.flatMap((cell, i) => (cell.text === '' ? [] : [[{ text: columns[i] ?? '' }, cell]]))
    writeTable(writer, card, language, 0)
  } else writeTable(writer, [head, ...rows], language, 1)
  return finished(writer, dropped || names.length > columns.length)
}

const COLUMNS_MAX = 200
/** Objects within objects that are looked into, and lists within lists. */
const DEPTH_MAX = 6
/** Names that open data puts around the fields of a record, and say nothing of them. */
const WRAPPER = /^(?:fields|properties|attributes|attributs)$/i

/** A record whose fields stand in a wrapper (GeoJSON, open data), with them beside its own. */
function hoisted(object: Record<string, unknown>): Record<string, unknown> {
  const wrapped = Object.entries(object).filter(([name, value]) => WRAPPER.test(name) && isObject(value))
  const [only] = wrapped
  if (!only || wrapped.length > 1) return object
  const own = Object.entries(object).filter(([name, value]) => name !== only[0] && !isShape(value) && value !== 'Feature')
  return { ...(only[1] as Record<string, unknown>), ...Object.fromEntries(own) }
}

/** Where something lies on a map, for programs. */
function isShape(value: unknown): boolean {
  return isObject(value) && 'type' in value && ('coordinates' in value || 'geometries' in value)
}

/** Names of an object's values and of those within, each after the names that it stands in, with what they say. */
function fieldsOf(object: Record<string, unknown>, before = '', depth = 0): [string, string][] {
  return Object.entries(object).flatMap(([key, value]): [string, string][] => {
    const name = `${before}${before === '' ? '' : ' '}${key.replaceAll('_', ' ')}`
    if (isShape(value)) return []
    if (isObject(value)) return depth < DEPTH_MAX ? fieldsOf(value, name, depth + 1) : []
    return [[name, plain(value, depth)]]
  })
}

const TITLE = /^(?:title|titre|name|nom|heading)$/i
const TEXT = /^(?:text|texte|body|content|contenu|page_content|pageContent)$/i

/** A text with its title, where an object is such. */
function textOf(object: Record<string, unknown>): { title: string; text: string; beside: Pair[] } | undefined {
  const nameOf = (pattern: RegExp): string => Object.keys(object).find((name) => pattern.test(name)) ?? ''
  const names = [nameOf(TITLE), nameOf(TEXT)]
  const [title, text] = names.map((name) => object[name])
  if (typeof title !== 'string' || typeof text !== 'string' || !title.trim() || !text.trim()) return undefined
  return { title: oneLine(title), text: readable(text.trim()), beside: besideOf(object, names) }
}

/** The fields of a record but for some. */
function besideOf(object: Record<string, unknown>, names: readonly string[]): Pair[] {
  const rest = Object.entries(object).filter(([name]) => !names.includes(name))
  return fieldsOf(Object.fromEntries(rest)).map(([name, value]) => [name, oneLine(value)])
}

const INSTRUCTION = /^instructions?$/i

/** An instruction with what it is about, where that stands beside it. */
function withInput(object: Record<string, unknown>, name: string): unknown {
  const { input } = object
  return INSTRUCTION.test(name) && typeof input === 'string' && input.trim() ? `${String(object[name])} ${input}` : object[name]
}

/** What a value says in a cell: lists of values as one, and of objects with the names of their values. */
function plain(value: unknown, depth = 0): string {
  if (depth > DEPTH_MAX) return ''
  if (Array.isArray(value)) {
    const parts = value.map((own) => plain(own, depth + 1)).filter((own) => own !== '')
    return parts.join(value.some(isObject) ? '; ' : ', ')
  }
  if (isObject(value)) {
    const fields = fieldsOf(value, '', depth + 1).filter(([, text]) => text !== '')
    return fields.map(([name, text]) => `${name}: ${text}`).join(', ')
  }
  return value === null || value === undefined ? '' : String(value)
}

/** `{messages: [{role, content}]}` and its like: what was asked with what was answered. */
function conversation(object: Record<string, unknown>): (Exchange | undefined)[] {
  const list = [object.messages, object.conversations, object.conversation, object.dialog].find(Array.isArray)
  const turns = (list ?? [])
    .filter(isObject)
    .map((turn) => ({ who: String(turn.role ?? turn.from ?? ''), said: turn.content ?? turn.value }))
  return turns.flatMap(({ who, said }, i) => {
    const next = turns[i + 1]
    return /^(?:user|human|utilisateur)$/i.test(who) && next && /^(?:assistant|gpt|bot|model)$/i.test(next.who)
      ? [exchange(said, next.said, undefined)]
      : []
  })
}

// ---- text ----

function exchange(question: unknown, answer: unknown, language: Language | undefined): Exchange | undefined {
  if (typeof question !== 'string' || typeof answer !== 'string' || !question.trim() || !answer.trim()) return undefined
  return { question: oneLine(question), answer: readable(answer.trim()), language }
}

/** Answers are often kept as HTML. */
function readable(answer: string): string {
  return /<\/?(?:p|br|ul|ol|li|a|strong|em|b|i|div|span)\b[^<>]*>/i.test(answer) ? readHtml(answer).text : answer
}

/** Puts the other fields of a record below each of its answers, but for those that are marked as another language's. */
function withBeside(exchanges: readonly (Exchange | undefined)[], beside: readonly Pair[]): (Exchange | undefined)[] {
  const isOf = (name: string, language: Language | undefined): boolean => (markIn(partsOf(name)) ?? language) === language
  return exchanges.map((own) => own && { ...own, beside: beside.filter(([name]) => !own.language || isOf(name, own.language)) })
}

function writeBeside(writer: BlockWriter, beside: readonly Pair[], language: Language): void {
  for (const [name, value] of beside) if (value !== '') writePair(writer, name, value, language)
}

/** All of one language after the other: neither interrupts the other one's text. */
function writeExchanges(writer: BlockWriter, rows: readonly (readonly (Exchange | undefined)[])[], dropped: boolean): ReadText {
  const whole = rows.flat().filter((own) => own !== undefined)
  if (whole.length === 0) throw new RefusedFormat('records')
  const languages = [...new Set(whole.map(({ language }) => language))]
  for (const language of languages) {
    for (const { question, answer, language: own, beside = [] } of whole) {
      if (own !== language) continue
      writer.write('heading', question, { level: 2 })
      writer.write('paragraph', answer)
      writeBeside(writer, beside, own ?? detectLanguage(answer) ?? 'en')
    }
  }
  const lost = dropped || rows.some((row) => row.length === 0 || row.every((own) => own === undefined))
  return finished(writer, lost)
}

function finished(writer: BlockWriter, dropped: boolean): ReadText {
  return { text: writer.text(), blocks: writer.blocks, ...(dropped ? { warnings: ['left-out-parts'] } : {}) }
}
