/**
 * Writes docs/dependencies.md and its French twin: for each package why it is there, what it replaces, licence, last release, size.
 * Reasons are written by hand in dependencies.json; version and licence come from package.json and the lock file.
 *
 *     npm run dependencies                 writes the pages
 *     npm run dependencies -- --refresh    asks the registry for last releases and measures sizes first
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * @typedef {object} Reason
 * @property {[why: string, instead: string]} en why it is there, what it is there instead of
 * @property {[why: string, instead: string]} fr
 * @property {string} [released] day of its last release, of any version
 * @property {number} [size] KiB of its own files, without what it depends on
 */
/** @typedef {Record<string, Reason>} Reasons */
/** @typedef {'dependencies' | 'optionalDependencies' | 'devDependencies'} Group */

const root = fileURLToPath(new URL('..', import.meta.url))
const DATA = join(root, 'scripts', 'dependencies.json')
/** @type {readonly Group[]} */
const GROUPS = ['dependencies', 'optionalDependencies', 'devDependencies']
/** @param {string} name */
const parsed = (name) => JSON.parse(readFileSync(join(root, name), 'utf8'))

const TEXTS = {
  en: {
    file: 'docs/dependencies.md',
    title: 'What does it depend on, and why?',
    links: '*[Français](dependencies.fr.md) · [README](../README.md)*',
    intro: [
      'Made by `npm run dependencies` from `scripts/dependencies.json`, `package.json` and the lock file; a test fails when it is behind.',
      'Versions are exact. A new package comes with a reason here, and one without a reason leaves.',
      'The size is that of the package itself, in KiB; the last release is that of any version of it.',
    ],
    head: '| package | version | why | instead of | licence | last release | KiB |',
    groups: { dependencies: 'At run time', optionalDependencies: 'At run time, where it can be built', devDependencies: 'For development' },
    after: [
      '## What is overridden',
      '',
      '`overrides` in `package.json` put an empty package in place of what is asked for and never used: `sharp` (downloads binaries) of @xenova/transformers, and three required peers of @langchain/community.',
      '`onnxruntime-web` of @xenova/transformers is replaced by `onnxruntime-common`, because it brings an old protobufjs with a critical advisory.',
      '@langchain/classic gets our version of `@langchain/openai`: its own wants Node 22.',
      '',
      '## How is it watched?',
      '',
      '`npm run sbom` prints the bill of materials (CycloneDX); `npm run advisories` asks the registry for known faults of what runs in production.',
      'Updates come grouped, once a month (`.github/dependabot.yml`); faults of security at once.',
    ],
    number: (/** @type {number} */ n) => n.toLocaleString('en-CA'),
  },
  fr: {
    file: 'docs/dependencies.fr.md',
    title: 'De quoi dépend-il, et pourquoi\u202f?',
    links: '*[English](dependencies.md) · [README](../README.fr.md)*',
    intro: [
      'Produit par `npm run dependencies` à partir de `scripts/dependencies.json`, de `package.json` et du fichier de verrouillage\u202f; un test échoue s’il est en retard.',
      'Les versions sont exactes. Un nouveau paquet arrive avec une raison ici, et celui qui n’en a pas s’en va.',
      'La taille est celle du paquet seul, en Kio\u202f; la dernière parution est celle de n’importe laquelle de ses versions.',
    ],
    head: '| paquet | version | pourquoi | au lieu de | licence | dernière parution | Kio |',
    groups: {
      dependencies: 'À l’exécution',
      optionalDependencies: 'À l’exécution, là où il peut être compilé',
      devDependencies: 'Pour le développement',
    },
    after: [
      '## Ce qui est remplacé',
      '',
      '`overrides`, dans `package.json`, met un paquet vide à la place de ce qui est demandé sans jamais servir\u00a0: `sharp` (télécharge des binaires) de @xenova/transformers et trois paquets que @langchain/community exige.',
      '`onnxruntime-web` de @xenova/transformers est remplacé par `onnxruntime-common`, parce qu’il apporte un ancien protobufjs visé par un avis critique.',
      '@langchain/classic reçoit notre version de `@langchain/openai`\u00a0: la sienne exige Node 22.',
      '',
      '## Comment est-ce surveillé\u202f?',
      '',
      '`npm run sbom` affiche la nomenclature logicielle (CycloneDX)\u202f; `npm run advisories` demande au registre les failles connues de ce qui sert en production.',
      'Les mises à jour arrivent groupées, une fois par mois (`.github/dependabot.yml`)\u202f; les failles de sécurité, aussitôt.',
    ],
    number: (/** @type {number} */ n) => n.toLocaleString('fr-CA').replaceAll(/\s/g, '\u202f'),
  },
}

/**
 * @param {Reasons} reasons
 * @param {'en' | 'fr'} language
 * @returns the page
 */
export function page(reasons, language, manifest = parsed('package.json'), lock = parsed('package-lock.json')) {
  const { title, links, intro, head, groups, after, number } = TEXTS[language]
  const tables = GROUPS.flatMap((group) => {
    const rows = Object.entries(/** @type {Record<string, string>} */ (manifest[group])).map(([name, version]) => {
      const reason = reasons[name]
      if (!reason) throw new Error(`scripts/dependencies.json does not say why ${name} is there`)
      const [why, instead] = reason[language]
      const { license = '?' } = lock.packages[`node_modules/${name}`] ?? {}
      return `| ${name} | ${version} | ${why} | ${instead} | ${license} | ${reason.released ?? '?'} | ${reason.size === undefined ? '?' : number(reason.size)} |`
    })
    return [`## ${groups[group]}`, '', head, '|---|---|---|---|---|---|---:|', ...rows, '']
  })
  return [`# ${title}`, '', links, '', ...intro, '', ...tables, ...after, ''].join('\n')
}

/** Names in the reasons that package.json no longer has. @param {Reasons} reasons */
export function withoutNeed(reasons, manifest = parsed('package.json')) {
  const needed = new Set(GROUPS.flatMap((group) => Object.keys(manifest[group])))
  return Object.keys(reasons).filter((name) => !needed.has(name))
}

/** Bytes of the files of a folder, without packages in it and what was compiled there. @param {string} folder @returns {number} */
function sizeOf(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'build')
    .map((entry) => (entry.isDirectory() ? sizeOf(join(folder, entry.name)) : statSync(join(folder, entry.name)).size))
    .reduce((sum, size) => sum + size, 0)
}

/** @param {Reasons} reasons */
function refresh(reasons) {
  for (const [name, reason] of Object.entries(reasons)) {
    const { stdout, status } = spawnSync('npm', ['view', name, 'time', '--json'], { encoding: 'utf8' })
    const { created: _, modified: __, ...times } = status === 0 ? JSON.parse(stdout) : {}
    const last = Object.entries(/** @type {Record<string, string>} */ (times)).filter(([version]) => !version.includes('-'))
    const days = last.map(([, time]) => time.slice(0, 10)).sort()
    if (days.length > 0) reason.released = days.at(-1) ?? ''
    reason.size = Math.max(1, Math.round(sizeOf(join(root, 'node_modules', name)) / 1024))
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  /** @type {Reasons} */
  const reasons = JSON.parse(readFileSync(DATA, 'utf8'))
  for (const name of withoutNeed(reasons)) delete reasons[name]
  if (process.argv.includes('--refresh')) refresh(reasons)
  const rows = Object.entries(reasons).sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(DATA, `{\n${rows.map(([name, reason]) => `  ${JSON.stringify(name)}: ${JSON.stringify(reason)}`).join(',\n')}\n}\n`)
  for (const language of /** @type {const} */ (['en', 'fr']))
    writeFileSync(join(root, TEXTS[language].file), page(Object.fromEntries(rows), language))
}
