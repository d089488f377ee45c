/** One version everywhere, a changelog by version, figures that are those of the baselines. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { baselines, withFigures, withTables } from '../scripts/figures.mjs'
import { notesOf, releasedChangelog } from '../scripts/release.mjs'
import { VERSION } from '../src/version.ts'

const read = (name: string): string => readFileSync(name, 'utf8')
const changelog = read('CHANGELOG.md')

test('package, lock file, changelog and pages name one version', () => {
  const { version } = JSON.parse(read('package.json'))
  const lock = JSON.parse(read('package-lock.json'))
  expect([VERSION, lock.version, lock.packages[''].version]).toEqual([version, version, version])
  const [newest = ''] = changelog.match(/(?<=^## )\d\S*/m) ?? []
  expect(newest).toBe(version)
  for (const name of readdirSync('docs').filter((file) => file.endsWith('.md'))) {
    expect(new Set(read(`docs/${name}`).match(/(?<=sourcier-)\d+\.\d+\.\d+(?=\.tgz)/g) ?? [version]), name).toEqual(new Set([version]))
  }
})

test('versions of the changelog go down, all but the newest with their date', () => {
  const [first, newest = '', ...rest] = [...changelog.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading ?? '')
  expect(first).toBe('Unreleased')
  expect(newest).toMatch(/^\d+\.\d+\.\d+(?: · \d{4}-\d\d-\d\d)?$/)
  for (const heading of rest) expect(heading).toMatch(/^\d+\.\d+\.\d+ · \d{4}-\d\d-\d\d$/)
  const numbers = [newest, ...rest].map((heading) => heading.split(/[. ]/).slice(0, 3).map(Number))
  expect([...numbers].sort((a, b) => [0, 1, 2].map((i) => (b[i] ?? 0) - (a[i] ?? 0)).find((by) => by !== 0) ?? 0)).toEqual(numbers)
})

test('what is unreleased becomes a version of today, once', () => {
  const before = '# Changelog\n\n## Unreleased\n\n- new\n\n## 0.1.0 · 2026-01-01\n\n- old\n'
  const after = releasedChangelog(before, '0.2.0', '2026-02-02')
  expect(after).toBe('# Changelog\n\n## Unreleased\n\n## 0.2.0 · 2026-02-02\n\n- new\n\n## 0.1.0 · 2026-01-01\n\n- old\n')
  expect(notesOf(after, '0.2.0')).toBe('- new')
  expect(() => releasedChangelog(after, '0.2.0', '2026-02-02')).toThrow('released already')
  expect(() => releasedChangelog(after, '0.3.0', '2026-02-02')).toThrow('nothing is unreleased')
  expect(() => notesOf(after, '0.3.0')).toThrow('0.3.0')
  // A version that was written beforehand receives its date; more that is unreleased is not passed over.
  const written = after.replace(' · 2026-02-02', '')
  expect(releasedChangelog(written, '0.2.0', '2026-02-02')).toBe(after)
  expect(() => releasedChangelog(written.replace('## Unreleased\n', '## Unreleased\n\n- more\n'), '0.2.0', '2026-02-02')).toThrow('move it')
})

test.each([
  ['docs/evaluation.md', 'en'],
  ['docs/evaluation.fr.md', 'fr'],
] as const)('the figures of %s are those of the baselines; if not: npm run figures', (name, language) => {
  expect(read(name)).toBe(withTables(read(name), baselines(), language))
})

test('… a figure that moved is seen, in a page and in the table of a version (negative control)', () => {
  const moved = structuredClone(baselines())
  moved.public.groups.en.answerHit = 0.123
  expect(withTables(read('docs/evaluation.md'), moved, 'en')).toContain(' 12.3% |')
  const table = '<!-- figures of 9.9.9 -->\n| public: answer hit | 1.0 (2.0 / 3.0) | |\n<!-- end of figures -->\n'
  expect(withFigures(table, moved, '9.9.9')).toMatch(/\| public: answer hit \| 1\.0 \(2\.0 \/ 3\.0\) \| \d\d\.\d \(12\.3 \/ \d\d\.\d\) \|/)
  expect(withFigures(table, moved, '9.9.8')).toBe(table)
  // A table without an end would take the next one in with it.
  const endless = table.replace('<!-- end of figures -->', '')
  expect(() => withFigures(endless + table.replace('9.9.9', '9.9.8'), moved, '9.9.9')).toThrow('no end')
})
