/**
 * Documents that are versions of one another ("policy 2022", "policy 2024", "guide v2"): a question is answered from the version of the
 * year that it names, otherwise from the newest. Pure.
 */
import type { Hit, PassageView } from '../domain.ts'
import { fold } from '../words/analyse.ts'

/** What a name says of its version, and what is left of it without that. */
interface Version {
  key: string
  year: number | undefined
  number: number
}

/** A year that is part of no longer date: minutes of two days are no versions of one another. */
const YEAR = /(?<![\d-])(?:19|20)\d{2}(?![\d]|[-_.\s](?:0?[1-9]|1[0-2])(?!\d))/g
const LONGER_DATE =
  /(?:19|20)\d{2}[-_.](?:0[1-9]|1[0-2])|\b(?:jan|feb|fev|mar|apr|avr|may|mai|jun|juin|jul|juil|aug|aou|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},?\s+)?(?:19|20)\d{2}/
const NUMBER = /(?:^|[\s_.-])(?:v|ver|version|rev|revision)[\s_.-]?(\d{1,3})(?![\d])/
const NOISE =
  /\b(?:copy|copie|of|de|du|the|final|finale|draft|ebauche|brouillon|old|ancien|ancienne|new|nouveau|nouvelle|archive|version|ver|rev|revision|revised|revise|revisee|v?\d+)\b/g

function versionOf(name: string): Version | undefined {
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

function nameOf({ source }: PassageView): string {
  return source.replace(/^.*\//, '').replace(/\.[^.]+$/, '')
}

/** By its title or its name, whichever tells a year or a number; with a year that its date tells where neither does. */
function versionOfPassage(passage: PassageView): Version | undefined {
  const found = [passage.title, nameOf(passage)].map(versionOf)
  const marked = found.find((version) => version && (version.year !== undefined || version.number > 0))
  const version = marked ?? found.find(Boolean)
  if (!version) return undefined
  const dated = Number(passage.date?.slice(0, 4))
  return version.year === undefined && dated ? { ...version, year: dated } : version
}

/** What is asked of several versions at once, or of which of them holds. */
const ABOUT_VERSIONS =
  /\b(?:chang\w+|differ\w*|compar\w+|between|replac\w+|supersed\w+|still|in force|valid|previous|versions?|remplac\w+|entre|en vigueur|toujours|encore|abrog\w+|modifi\w+|precedent\w*|ancien\w*)\b/

/**
 * Hits without those of versions that another one takes the place of.
 * @param text of the question
 */
export function preferVersion(hits: readonly Hit[], text: string): readonly Hit[] {
  const asked = fold(text)
  const years = [...new Set(asked.match(YEAR) ?? [])].map(Number)
  if (years.length > 1 || ABOUT_VERSIONS.test(asked)) return hits
  const groups = new Map<string, Map<string, Version>>()
  for (const { passage } of hits) {
    const version = versionOfPassage(passage)
    if (!version) continue
    const key = `${passage.documentLanguage} ${version.key}`
    const group = groups.get(key) ?? new Map<string, Version>()
    groups.set(key, group.set(passage.documentId, version))
  }
  const out = new Set([...groups.values()].flatMap((group) => othersOf(group, years[0])))
  return out.size === 0 ? hits : hits.filter(({ passage }) => !out.has(passage.documentId))
}

/** Documents of a group but for the version of a year, else the newest. */
function othersOf(group: ReadonlyMap<string, Version>, asked: number | undefined): string[] {
  const versions = [...group.values()]
  const marks = new Set(versions.map(({ year, number }) => `${year ?? ''} ${number}`))
  if (marks.size < 2) return []
  const wanted =
    asked !== undefined && versions.some(({ year }) => year === asked) ? asked : Math.max(...versions.map(({ year = 0 }) => year))
  const ofYear = versions.filter(({ year = 0 }) => year === wanted)
  const newest = Math.max(...ofYear.map(({ number }) => number))
  return [...group].flatMap(([id, { year = 0, number }]) => (year === wanted && number === newest ? [] : [id]))
}
