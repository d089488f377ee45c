/** Runs in, JUnit XML out, for the boards of CI systems: a suite a collection and language, a case a question. Pure. */
import { LANGUAGES } from '../domain.ts'
import type { Run } from './run.ts'

/** @param runs by the name of their collection */
export function junit(runs: Readonly<Record<string, readonly Run[]>>): string {
  const suites = Object.entries(runs).flatMap(([collection, all]) =>
    LANGUAGES.map((language) => {
      const own = all.filter((run) => run.language === language)
      const failed = own.filter(({ outcome }) => outcome !== 'right')
      return [
        `  <testsuite name="${escaped(collection)} ${language}" tests="${own.length}" failures="${failed.length}">`,
        ...own.map(testCase),
        '  </testsuite>',
      ].join('\n')
    }),
  )
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites name="sourcier-eval">', ...suites, '</testsuites>', ''].join('\n')
}

function testCase({ pair, language, outcome, response, gold }: Run): string {
  const open = `    <testcase classname="${escaped(pair.kind)}" name="${escaped(`${pair.id} ${language}: ${response.question}`)}" time="${(response.timings.totalMs / 1000).toFixed(4)}"`
  if (outcome === 'right') return `${open} />`
  const expected = pair.expects === 'answer' ? gold.map(({ source, quote }) => `${source}: ${quote}`).join('\n') : pair.expects
  return `${open}>\n      <failure type="${outcome}" message="${escaped(response.answer)}">${escaped(expected)}</failure>\n    </testcase>`
}

/** XML 1.0 allows no control characters but tab and newlines, not even escaped. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '\u{FFFD}')
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
    .replace(/[\t\n\r]/g, ' ')
}
