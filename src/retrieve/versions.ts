/**
 * Documents that are versions of one another ("policy 2022", "policy 2024", "guide v2"): a question is answered from the version of the
 * year that it names, otherwise from the newest.
 */
import type { Hit } from '../domain.ts'
import type { Corpus, ListedDocument } from '../store/corpus.ts'
import { fold } from '../words/analyse.ts'

/** One version of a document. */
export interface DocumentVersion {
  documentId: string
  title: string
  year: number | undefined
  /** "v2" is 2; 0 where it has none. */
  number: number
  /** ISO 8601 day or month that the document states; '' for none. */
  date: string
}

/** The versions of each document that has several, by its id: itself included, the newest first. */
export type VersionTable = ReadonlyMap<string, readonly DocumentVersion[]>

/** A year that is part of no longer date: minutes of two days are no versions of one another. */
const YEAR = /(?<![\d-])(?:19|20)\d{2}(?![\d]|[-_.\s](?:0?[1-9]|1[0-2])(?!\d))/g
const LONGER_DATE =
  /(?:19|20)\d{2}[-_.](?:0[1-9]|1[0-2])|\b(?:jan|feb|fev|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aou|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?(?:19|20)\d{2}/
const NUMBER = /(?:^|[\s_.-])(?:v|ver|version|rev|revision)[\s_.-]?(\d{1,3})(?![\d])/
const NOISE =
  /\b(?:copy|copie|of|de|du|the|final|finale|draft|ebauche|brouillon|old|ancien|ancienne|new|nouveau|nouvelle|archive|version|ver|rev|revision|revised|revise|revisee|v?\d+)\b/g

/** What a name says of its version, and what is left of it without that. */
interface Named {
  key: string
  year: number | undefined
  number: number
}

function readName(name: string): Named | undefined {
  const folded = fold(name)
  if (LONGER_DATE.test(folded)) return undefined
  const years = folded.match(YEAR) ?? []
  const number = Number(NUMBER.exec(folded.replaceAll('_', ' '))?.[1] ?? 0)
  const key = folded
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(NOISE, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return key.length < SHORTEST_KEY ? undefined : { key, year: years.length === 1 ? Number(years[0]) : undefined, number }
}

const SHORTEST_KEY = 4

interface Member extends DocumentVersion {
  /** Neither its title nor its name tells which version it is: its date does. */
  byDate: boolean
}

/** By its title or its name, whichever tells a year or a number; with a year that its date tells where neither does. */
function memberOf({ id, title, source, date = '', language }: ListedDocument): { group: string; member: Member } | undefined {
  const name = source.replace(/^.*\//, '').replace(/\.[^.]+$/, '')
  const found = [title, name].map(readName)
  const marked = found.find((version) => version && (version.year !== undefined || version.number > 0))
  const version = marked ?? found.find(Boolean)
  const dated = Number(date.slice(0, 4)) || undefined
  // A document that tells nothing may be any of them.
  if (!version || (!marked && !dated)) return undefined
  const member = { documentId: id, title, year: version.year ?? dated, number: version.number, date, byDate: !marked }
  return { group: `${language} ${version.key}`, member }
}

/** What the table is made from. */
type Documents = Pick<Corpus, 'documents' | 'wordsOf'>

const tables = new WeakMap<Documents, Promise<VersionTable>>()

/** Made once for a corpus. */
export function versionTable(corpus: Documents): Promise<VersionTable> {
  const known = tables.get(corpus) ?? makeTable(corpus)
  tables.set(corpus, known)
  return known
}

async function makeTable(corpus: Documents): Promise<VersionTable> {
  const groups = new Map<string, Member[]>()
  for await (const document of corpus.documents()) {
    const found = memberOf(document)
    if (!found) continue
    groups.set(found.group, [...(groups.get(found.group) ?? []), found.member])
  }
  const table = new Map<string, readonly DocumentVersion[]>()
  for (const members of groups.values()) {
    if (members.length < 2 || members.length > MOST_VERSIONS) continue
    members.sort(newestFirst)
    const versions = await sameText(members, corpus)
    if (new Set(versions.map(markOf)).size < 2) continue
    for (const { documentId } of versions) table.set(documentId, versions)
  }
  return table
}

/** More documents of one name are a series. */
const MOST_VERSIONS = 20
/** Share of their words that documents of one title and different dates have in common where they are versions. */
const SHARED_WORDS = 0.5

/** Documents whose date alone tells them apart are versions where they say much the same: press releases of one title do not. */
async function sameText(members: readonly Member[], { wordsOf }: Documents): Promise<Member[]> {
  const [newest] = members
  const words = new Set(newest ? await wordsOf(newest.documentId) : [])
  const kept: Member[] = []
  for (const member of members) {
    const own = member.byDate && member !== newest ? await wordsOf(member.documentId) : undefined
    const common = own?.reduce((sum, id) => sum + Number(words.has(id)), 0) ?? 0
    if (!own || common >= SHARED_WORDS * (own.length + words.size - common)) kept.push(member)
  }
  return kept
}

function newestFirst(a: DocumentVersion, b: DocumentVersion): number {
  return (b.year ?? 0) - (a.year ?? 0) || b.number - a.number || (a.date < b.date ? 1 : a.date > b.date ? -1 : 0)
}

/** Equal for files that hold the same version. */
function markOf({ year, number }: DocumentVersion): string {
  return `${year ?? ''} ${number}`
}

/** What is asked of several versions at once, or of which of them holds. */
const ABOUT_VERSIONS =
  /\b(?:chang\w+|differ\w*|compar\w+|between|replac\w+|supersed\w+|still|in force|valid|previous|versions?|remplac\w+|entre|en vigueur|toujours|encore|abrog\w+|modifi\w+|precedent\w*|ancien\w*)\b/

/** @returns the one year that a question names, or that it is about several versions, or neither */
function askedVersion(text: string): number | 'several' | undefined {
  const asked = fold(text)
  const years = [...new Set(asked.match(YEAR) ?? [])].map(Number)
  return years.length > 1 || ABOUT_VERSIONS.test(asked) ? 'several' : years[0]
}

export interface SortedHits {
  /** Hits that a question is answered from. */
  read: Hit[]
  /** Those of versions that another one takes the place of. */
  aside: Hit[]
  /** Ids of documents that take the place of what was found, and have no hit themselves. */
  missing: string[]
}

/** @param text of the question @param hits best first; the order is kept */
export function sortVersions(hits: readonly Hit[], text: string, table: VersionTable): SortedHits {
  const asked = askedVersion(text)
  const sorted: SortedHits = { read: [], aside: [], missing: [] }
  const found = new Set(hits.map(({ passage }) => passage.documentId))
  const missing = new Set<string>()
  for (const hit of hits) {
    const wanted = asked === 'several' ? undefined : wantedOf(table.get(hit.passage.documentId), asked)
    if (!wanted || wanted.includes(hit.passage.documentId)) sorted.read.push(hit)
    else {
      sorted.aside.push(hit)
      for (const id of wanted) if (!found.has(id)) missing.add(id)
    }
  }
  return { ...sorted, missing: [...missing] }
}

/** Documents without those that another version takes the place of: the one of the year that a text names, otherwise the newest. */
export function newestVersions(ids: readonly string[], text: string, table: VersionTable): string[] {
  const asked = askedVersion(text)
  return [...new Set(ids.flatMap((id) => (asked === 'several' ? undefined : wantedOf(table.get(id), asked)?.slice(0, 1)) ?? [id]))]
}

/** Of some versions those of a year, else the newest. */
function wantedOf(versions: readonly DocumentVersion[] | undefined, asked: number | undefined): string[] | undefined {
  const [newest] = versions ?? []
  if (!versions || !newest) return undefined
  const ofYear = versions.filter(({ year }) => year === asked)
  const [first = newest] = asked === undefined ? [] : ofYear
  return versions.filter((version) => markOf(version) === markOf(first)).map(({ documentId }) => documentId)
}

/** The other versions of a document whose words a question may be offered beside its own, the newest first; none where a year was asked for. */
export function versionsBeside(documentId: string, text: string, table: VersionTable): DocumentVersion[] {
  if (typeof askedVersion(text) === 'number') return []
  const versions = table.get(documentId) ?? []
  const own = versions.find((version) => version.documentId === documentId)
  const seen = new Set(own ? [markOf(own)] : [])
  return versions.filter((version) => {
    const isNew = !seen.has(markOf(version))
    seen.add(markOf(version))
    return isNew
  })
}
