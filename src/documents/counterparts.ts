/**
 * Which documents are the same one in English and in French: by the addresses that they name as their translations, by their names
 * (policy.en.md and policy.fr.md, en/policy.md and fr/policy.md), or by what they say. Pure.
 */

import { posix } from 'node:path'
import type { SourceDocument } from '../domain.ts'
import { elementAt } from '../elements.ts'

/**
 * Cosine of the mean passage vectors from which two documents of like length that are each other's nearest are taken for one. On 1,500
 * pairs of government and technical pages it finds 90 % and takes none for another; with the true one away, 0.1 % find a wrong one.
 */
const SAME_CONTENT = 0.9
/** … of two that have the very same numbers: short texts differ more from their translations. */
const SAME_NUMBERS = { content: 0.75, least: 8, shared: 0.8 } as const
const LENGTH_RATIO = [0.6, 1.7] as const
/** Shorter texts say too little to be told apart. */
const SHORTEST = 500
/** Reports of two years differ in their numbers. */
const NUMBERS_SHARED = 0.5
const NUMBERS_ENOUGH = 4
/** Every document is compared with every other: beyond this many, only names and links count. */
const COMPARED_MAX = 3000

const MARK = { en: 'en|eng|english|anglais|e', fr: 'fr|fra|fre|french|francais|français|f' } as const
const FOLDER = new RegExp(`^(?:${MARK.en}|${MARK.fr})$`, 'i')
const AFTER = new RegExp(`[-_. ](?:${MARK.en}|${MARK.fr})(?:-ca)?$`, 'i')
const BEFORE = new RegExp(`^(?:${MARK.en}|${MARK.fr})[-_. ]`, 'i')

/** What two documents are compared by; their texts are asked for only where all else agrees. */
export interface ComparedDocument extends Pick<SourceDocument, 'source' | 'language' | 'translations'> {
  characters: number
  text(): string
}

/** @param means mean of each document's passage vectors, of length 1; undefined where it has no passages */
export function findCounterparts(
  documents: readonly ComparedDocument[],
  means: readonly (Float32Array | undefined)[],
): Map<number, number> {
  const pairs = new Map<number, number>()
  const pair = (a: number, b: number): void => {
    if (a === b || pairs.has(a) || pairs.has(b) || documents[a]?.language === documents[b]?.language) return
    pairs.set(a, b)
    pairs.set(b, a)
  }
  for (const [a, b] of linked(documents)) pair(a, b)
  for (const [a, b] of sameName(documents)) pair(a, b)
  for (const [a, b] of sameContent(documents, means, pairs)) pair(a, b)
  return pairs
}

/** Both name the other: one alone may be a mistake. */
function linked(documents: readonly ComparedDocument[]): [number, number][] {
  const positions = new Map(documents.map(({ source }, i) => [source, i]))
  const targets = documents.map(({ source, translations = [] }) =>
    translations.flatMap((address) => {
      const path = /^(?:[a-z]+:)?\/\//i.test(address) ? '' : (address.split(/[?#]/)[0] ?? '')
      return positions.get(posix.join(posix.dirname(source), safelyDecoded(path))) ?? []
    }),
  )
  return targets.flatMap((own, a) => own.filter((b) => targets[b]?.includes(a)).map((b): [number, number] => [a, b]))
}

function safelyDecoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** The path without what marks its language; undefined when nothing does. */
function unmarked(source: string): string | undefined {
  const parts = source.split('/')
  const name = (parts.pop() ?? '').replace(/\.[^.]+$/, '')
  const bare = name.replace(AFTER, '').replace(BEFORE, '')
  const folders = parts.filter((part) => !FOLDER.test(part))
  if (bare === name && folders.length === parts.length) return undefined
  return [...folders, bare].join('/').toLowerCase()
}

function sameName(documents: readonly ComparedDocument[]): [number, number][] {
  const groups = new Map<string, number[]>()
  for (const [i, { source }] of documents.entries()) {
    const key = unmarked(source)
    if (key === undefined) continue
    groups.set(key, [...(groups.get(key) ?? []), i])
  }
  // Three of a name are no pair.
  return [...groups.values()].flatMap(([a, b, ...more]): [number, number][] =>
    a !== undefined && b !== undefined && more.length === 0 ? [[a, b]] : [],
  )
}

function sameContent(
  documents: readonly ComparedDocument[],
  means: readonly (Float32Array | undefined)[],
  paired: ReadonlyMap<number, number>,
): [number, number][] {
  if (documents.length > COMPARED_MAX) return []
  const open = documents.flatMap(({ characters }, i) => (means[i] && !paired.has(i) && characters >= SHORTEST ? [i] : []))
  const english = open.filter((i) => documents[i]?.language === 'en')
  const french = open.filter((i) => documents[i]?.language === 'fr')
  const nearest = (a: number, others: readonly number[]): { b: number; similarity: number } => {
    let best = { b: -1, similarity: -1 }
    for (const b of others) {
      const similarity = cosine(elementAt(means, a), elementAt(means, b))
      if (similarity > best.similarity) best = { b, similarity }
    }
    return best
  }
  return english.flatMap((a): [number, number][] => {
    const { b, similarity } = nearest(a, french)
    if (similarity < SAME_NUMBERS.content || nearest(b, english).b !== a) return []
    return alike(elementAt(documents, a), elementAt(documents, b), similarity) ? [[a, b]] : []
  })
}

/** @param similarity cosine of their mean passage vectors */
function alike(a: ComparedDocument, b: ComparedDocument, similarity: number): boolean {
  const ratio = b.characters / a.characters
  if (ratio < LENGTH_RATIO[0] || ratio > LENGTH_RATIO[1]) return false
  const [own, other] = [numbers(a.text()), numbers(b.text())]
  const shared = [...own].filter((number) => other.has(number)).length
  const isSame = shared >= SAME_NUMBERS.least && shared >= SAME_NUMBERS.shared * Math.max(own.size, other.size)
  if (similarity < SAME_CONTENT) return isSame
  if (Math.min(own.size, other.size) < NUMBERS_ENOUGH) return true
  return shared / Math.min(own.size, other.size) >= NUMBERS_SHARED
}

function numbers(text: string): Set<string> {
  return new Set(text.match(/\d+/g) ?? [])
}

function cosine(a: Float32Array, b: Float32Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0)
  return sum
}
