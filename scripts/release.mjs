/**
 * Gives the product its next version, in every place that names it: package.json, the lock file, the pages, CHANGELOG.md (what is
 * unreleased becomes that version, of today). Commits and publishes nothing; docs/releasing.md has the steps.
 *
 *     npm run release -- 0.3.0
 *     node scripts/release.mjs --notes      prints what CHANGELOG.md says of the version of package.json
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** @param {string} name */
const read = (name) => readFileSync(join(root, name), 'utf8')

/**
 * @param {string} changelog
 * @param {string} version @param {string} date ISO 8601 day
 * @throws when nothing is unreleased, or the version is there
 */
export function releasedChangelog(changelog, version, date) {
  const [, before = '', unreleased = '', after = ''] = /^([\s\S]*?## Unreleased\n)([\s\S]*?)(\n## \d[\s\S]*)$/.exec(changelog) ?? []
  if (before === '') throw new Error('CHANGELOG.md has no part "Unreleased"')
  if (after.includes(`\n## ${version}\n`)) {
    // Written beforehand, without its date.
    if (unreleased.trim() !== '') throw new Error(`CHANGELOG.md has ${version} already, and more that is unreleased: move it there`)
    return changelog.replace(`\n## ${version}\n`, `\n## ${version} · ${date}\n`)
  }
  if (after.includes(`\n## ${version} `)) throw new Error(`${version} is released already`)
  if (unreleased.trim() === '') throw new Error('nothing is unreleased')
  return `${before}\n## ${version} · ${date}\n${unreleased}${after}`
}

/** What stands below the heading of a version. @param {string} changelog @param {string} version */
export function notesOf(changelog, version) {
  const start = new RegExp(`^## ${version.replaceAll('.', '\\.')}(?: .*)?\n`, 'm').exec(changelog)
  if (!start) throw new Error(`CHANGELOG.md does not tell of ${version}`)
  const rest = changelog.slice(start.index + start[0].length)
  const end = rest.search(/^## /m)
  return (end < 0 ? rest : rest.slice(0, end)).trim()
}

/** @param {string} version */
function release(version) {
  const before = JSON.parse(read('package.json')).version
  writeFileSync(join(root, 'CHANGELOG.md'), releasedChangelog(read('CHANGELOG.md'), version, new Date().toISOString().slice(0, 10)))
  writeFileSync(join(root, 'package.json'), read('package.json').replace(`"version": "${before}"`, `"version": "${version}"`))
  const lock = JSON.parse(read('package-lock.json'))
  lock.version = version
  lock.packages[''].version = version
  writeFileSync(join(root, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`)
  for (const name of readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'))) {
    const page = read(`docs/${name}`)
    const named = page.replaceAll(/sourcier-\d+\.\d+\.\d+\.tgz/g, `sourcier-${version}.tgz`)
    if (named !== page) writeFileSync(join(root, 'docs', name), named)
  }
  console.log(`${before} -> ${version}\nNext: docs/releasing.md · La suite\u00a0: docs/releasing.fr.md`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [argument = ''] = process.argv.slice(2)
  if (argument === '--notes') console.log(notesOf(read('CHANGELOG.md'), JSON.parse(read('package.json')).version))
  else if (/^\d+\.\d+\.\d+$/.test(argument)) release(argument)
  else {
    console.error('npm run release -- 1.2.3')
    process.exitCode = 2
  }
}
