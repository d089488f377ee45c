/**
 * Writes the figures of the three baselines into docs/evaluation.md, its French twin, and the table of the version that is being
 * made in CHANGELOG.md, between marks.
 *
 *     npm run figures
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtInCollections, COLLECTION_NAMES } from '../src/scores/collections.ts'
import { reportTexts } from '../src/scores/texts.ts'

/** @typedef {import('../src/scores/baseline.ts').Baseline} Baseline */
/** @typedef {Record<import('../src/scores/collections.ts').CollectionName, Baseline>} Baselines */

const root = fileURLToPath(new URL('..', import.meta.url))
const GROUPS = /** @type {const} */ (['all', 'en', 'fr', 'same', 'cross'])
const FIGURES = /** @type {const} */ ([
  ...[
    'success1',
    'success5',
    'answerHit',
    'wholeAll',
    'citationPrecision',
    'citationValidity',
    'hallucination',
    'error',
    'askedBack',
    'helped',
  ],
])

/** @returns {Baselines} */
export function baselines() {
  const collections = builtInCollections(root, '')
  return /** @type {Baselines} */ (
    Object.fromEntries(COLLECTION_NAMES.map((name) => [name, JSON.parse(readFileSync(collections[name].baseline, 'utf8'))]))
  )
}

/** @param {number | undefined} share @param {'en' | 'fr'} language */
function percent(share, language) {
  if (share === undefined) return '–'
  const number = (100 * share).toFixed(1)
  return language === 'fr' ? `${number.replace('.', ',')}\u00a0%` : `${number}%`
}

/**
 * One table a collection.
 * @param {Baselines} measured
 * @param {'en' | 'fr'} language
 */
export function tables(measured, language) {
  const { figure: head, figures, shortGroups } = reportTexts(language)
  const texts = /** @type {Record<string, string>} */ (figures)
  return COLLECTION_NAMES.map((name) => {
    const { groups } = measured[name]
    const rows = FIGURES.filter((figure) => groups.all[/** @type {'success1'} */ (figure)] !== undefined).map((figure) => {
      const cells = GROUPS.map((group) => percent(groups[group][/** @type {'success1'} */ (figure)], language))
      return `| ${texts[figure]} | ${cells.join(' | ')} |`
    })
    const columns = GROUPS.map((group) => (group === 'all' ? name : shortGroups[group]))
    return [`| ${head} | ${columns.join(' | ')} |`, '|---|---:|---:|---:|---:|---:|', ...rows, ''].join('\n')
  }).join('\n')
}

/** Of the table of a version: the last column of each row. @param {string} changelog @param {Baselines} measured */
export function withFigures(changelog, measured, version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version) {
  const marks = new RegExp(`(<!-- figures of ${version.replaceAll('.', '\\.')} -->\\n)((?:(?!<!--)[\\s\\S])*)(<!-- end of figures -->)`)
  if (changelog.includes(`<!-- figures of ${version} -->`) && !marks.test(changelog)) throw new Error(`the table of ${version} has no end`)
  return changelog.replace(marks, (_, start, table, end) => {
    const rows = /** @type {string} */ (table).replaceAll(/^(\| (\w+): ([^|]+?) \|.*\|) [^|]*\|$/gm, (row, kept, collection, label) => {
      const found = Object.entries(reportTexts('en').figures).find(([, text]) => text === label)?.[0]
      const groups = measured[/** @type {'seeds'} */ (collection)]?.groups
      if (!found || !groups) return row
      const value = (/** @type {'all' | 'en' | 'fr'} */ group) =>
        percent(groups[group][/** @type {'success1'} */ (found)], 'en').replace('%', '')
      return `${kept} ${value('all')} (${value('en')} / ${value('fr')}) |`
    })
    return `${start}${rows}${end}`
  })
}

/** @param {string} page @param {Baselines} measured @param {'en' | 'fr'} language */
export function withTables(page, measured, language) {
  const marks = /(<!-- written by npm run figures -->\n)[\s\S]*?(<!-- end of figures -->)/
  if (!marks.test(page)) throw new Error('the page has no place for the figures')
  return page.replace(marks, (_, start, end) => `${start}\n${tables(measured, language)}\n${end}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const measured = baselines()
  /** @param {string} name @param {(text: string) => string} change */
  const rewrite = (name, change) => writeFileSync(join(root, name), change(readFileSync(join(root, name), 'utf8')))
  rewrite('docs/evaluation.md', (page) => withTables(page, measured, 'en'))
  rewrite('docs/evaluation.fr.md', (page) => withTables(page, measured, 'fr'))
  rewrite('CHANGELOG.md', (page) => withFigures(page, measured))
}
