/**
 * Every regular expression of the program takes about linear time on strings made to be slow: of its own words and of what is common in
 * texts, repeated, with an end that cannot match. What a pattern of quadratic time may read is bounded, and listed with the bound.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

interface Literal {
  file: string
  text: string
}

/** Literals of every source file; patterns that are made of strings are those of `privacy/`, which has a test of its own. */
function literals(): Literal[] {
  const found = new Map<string, Literal>()
  for (const name of readdirSync('src', { recursive: true }) as string[]) {
    if (!/\.(?:tsx?|js)$/.test(name) || /\.(?:test|contract)\./.test(name)) continue
    const source = ts.createSourceFile(name, readFileSync(join('src', name), 'utf8'), ts.ScriptTarget.Latest, true)
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.set(node.text, { file: name, text: node.text })
      ts.forEachChild(node, visit)
    }
    visit(source)
  }
  return [...found.values()]
}

const COMMON = [
  ' ',
  '\n',
  ' \n',
  'a',
  'A',
  'é',
  '0',
  '1 ',
  '.',
  '-',
  ',',
  ':',
  ';',
  '<',
  '(',
  '[',
  '{',
  '«',
  '"',
  '/',
  '*',
  '/*',
  '/* a',
  '<a',
  '<h1>',
  '[^a',
  'Aa ',
  'a-',
  'a.',
  'a@',
  '0,',
  'a,',
  'a;',
  '&',
  '_',
  '|',
  ' (',
  'a (',
  'a(',
]

/** Words and marks that stand in a pattern: what it begins to match. */
function pumps(source: string): string[] {
  const plain = source.replace(/\\[pP]\{[^}]*\}|\\[bBdDsSwWnrtux]|\(\?(?:[:=!]|<[=!]|<\w+>)/g, ' ')
  const words = plain.match(/[\p{L}]{2,20}|[^\s\p{L}\\()[\]|?*+{}^$.]/gu) ?? []
  return [...new Set([...COMMON, ...words.slice(0, 40).flatMap((word) => [word, `${word} `])])]
}

/** What stands around the repeated part. */
const ENDS = [
  ['', '\u0000'],
  ['a', '\u0000a'],
  ['«', '\u0000'],
  ['"', '\u0000'],
] as const
const SIZES = [250, 1000, 4000, 16_000]
/** Milliseconds from which a pattern is looked at: linear ones take a tenth of it for 16,000 characters, quadratic ones ten times as much. */
const SLOW = 12
/** How much more four times as long a string takes from which a pattern is slow: 4 is linear, 16 quadratic. A slow machine makes both sides longer. */
const GROWTH = 8

/** @returns the least of a few times in milliseconds of processor, which other processes don't take: the pattern is what is judged */
function taken(pattern: RegExp, string: string, runs: number): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < runs && least >= SLOW / 4; i++) {
    const begun = process.cpuUsage()
    pattern.test(string)
    least = Math.min(least, process.cpuUsage(begun).user / 1000)
  }
  return least
}

/** @returns a string on which the pattern is slow, if one is found */
function attack({ text }: Literal): string | undefined {
  const end = text.lastIndexOf('/')
  const pattern = new RegExp(text.slice(1, end), text.slice(end + 1).replace(/[gy]/g, ''))
  for (const pump of pumps(text.slice(1, end))) {
    for (const [before, after] of ENDS) {
      for (const size of SIZES) {
        const string = (length: number) => before + pump.repeat(Math.ceil(length / pump.length)) + after
        if (taken(pattern, string(size), 1) < SLOW || taken(pattern, string(size), 4) < SLOW) continue
        if (taken(pattern, string(size), 8) > GROWTH * taken(pattern, string(size / 4), 16))
          return `${before}${JSON.stringify(pump)} × ${size}`
      }
    }
  }
  return undefined
}

/** Patterns of quadratic time, by file and beginning, and what bounds the strings that they read. */
const QUESTION = 'a question: 2,000 characters'
const LINE = 'one sentence of an answer or of a document'
const BOUNDED: readonly [file: string, beginning: string, bound: string][] = [
  ['understand/asking.ts', '/\\b(?:according to|', QUESTION],
  ['understand/asking.ts', "/^\\W*what(?:'s", QUESTION],
  ['understand/courtesy.ts', '/[\\s,;:.!…(–—-]+$/', QUESTION],
  ['understand/follow-up.ts', '/\\p{L}+-(?:t-)?', QUESTION],
  ['read/features/kinds.ts', '/[:;]|(?:,[^,]+)', LINE],
  // By itself 0.3 ms for 16,000 characters and 1.2 for four times as many; behind the other patterns of this file above 12 now and then.
  ['read/features/kinds.ts', '/(?<!\\p{L})(?:(?:go(?:es)?|went', LINE],
  ['understand/texting.ts', '/(?<=^[^\\p{L}]{0,5}(?:(?:et|mais', 'a question of 300 characters'],
  ['llm/cited.ts', '/[\\p{L}\\p{N}][^\\n]*\\n/', 'what a language model writes: 20,000 characters at most'],
  ['passages/chrome.ts', '/\\b(?:is in|en) ', 'a line of 250 characters at most'],
  ['ui/client/passages.js', '/^(.*', LINE],
  ['ui/client/transcript.js', '/[\\\\`*_[', LINE],
]

test('every literal takes about linear time, or what it reads is bounded', { timeout: 240_000 }, () => {
  const all = literals()
  expect(all.length).toBeGreaterThan(250)
  const slow = all.flatMap((literal) => {
    const found = attack(literal)
    const known = BOUNDED.some(([file, beginning]) => file === literal.file && literal.text.startsWith(beginning))
    return found === undefined || known ? [] : [`${literal.file} ${literal.text.slice(0, 100)}: ${found}`]
  })
  expect(slow).toEqual([])
})

test('… and patterns of quadratic and cubic time are found (negative control)', () => {
  for (const text of ['/\\s+$/', '/\\/\\*[\\s\\S]*?\\*\\//', '/^[«“"]\\s*([^«»“”"]*?)\\s*[»”"]$/'])
    expect(attack({ file: '', text }), text).toBeDefined()
})
