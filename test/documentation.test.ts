/** What the pages for people promise is what the program has: links, commands, settings, addresses, twins in both languages. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../src/config.ts'
import { messages } from '../src/messages/index.ts'

const read = (name: string): string => readFileSync(name, 'utf8')
const FOLDERS = [
  '.',
  'docs',
  'docs/decisions',
  'bench',
  'eval',
  'index',
  'models',
  'models/embedders',
  'models/reader',
  'models/train',
  '.github',
]
/** Every page of the repository, by its path. */
const PAGES = FOLDERS.filter((folder) => existsSync(folder)).flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
)
const FRENCH = PAGES.filter((page) => page.endsWith('.fr.md'))
/** English page and its French twin. */
const TWINS = FRENCH.map((french) => [french.replace('.fr.md', '.md'), french] as const)

/** Text outside of code. */
const prose = (text: string): string => text.replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '``')
/** Fenced blocks and spans of code. */
const code = (text: string): string[] =>
  [...text.matchAll(/```\w*\n([\s\S]*?)```|`([^`\n]+)`/g)].map(([, block, span]) => block ?? span ?? '')

/** As GitHub names a heading: https://github.com/gjtorikian/html-pipeline, toc filter. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M} _-]/gu, '')
    .replaceAll(' ', '-')

/** Links of a page that lead nowhere. */
function brokenLinks(page: string, text: string): string[] {
  const targets = [...prose(text.replaceAll(/\[`[^`\n]*`\]/g, '[]')).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] as string)
  return targets.filter((target) => {
    if (/^(?:https?|mailto):/.test(target)) return false
    const [path = '', anchor] = target.split('#')
    const file = path === '' ? page : join(dirname(page), path)
    if (!existsSync(file)) return true
    if (anchor === undefined) return false
    return ![...read(file).matchAll(/^#+ (.+)$/gm)].some(([, heading = '']) => anchorOf(heading) === anchor)
  })
}

describe('links', () => {
  test.each(PAGES)('%s', (page) => {
    expect(brokenLinks(page, read(page))).toEqual([])
  })

  test('… and a file or a heading that is not there is seen (negative control)', () => {
    expect(brokenLinks('README.md', '[a](docs/nowhere.md) [`b`](nowhere.ts) [c](#nowhere) [d](LICENSE) [e](https://example.org)')).toEqual([
      'docs/nowhere.md',
      'nowhere.ts',
      '#nowhere',
    ])
  })
})

describe('two languages', () => {
  /** Shape of a page: levels of its headings, rows of its tables, fences. */
  const shape = (text: string): string[] => [...text.matchAll(/^(#+ |\||```\w*|!\[)/gm)].map((match) => (match[1] as string).trim())

  test('README, CONTRIBUTING, the page of measurements and every page of docs/ have a twin, which is linked', () => {
    const pages = PAGES.filter((page) => dirname(page) === 'docs' && !page.endsWith('.fr.md'))
    for (const page of ['README.md', 'CONTRIBUTING.md', 'bench/README.md', ...pages]) {
      const twin = page.replace('.md', '.fr.md')
      expect(PAGES, page).toContain(twin)
      const name = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
      expect(read(page)).toContain(`*[Français](${name(twin)})`)
      expect(read(twin)).toContain(`*[English](${name(page)})`)
    }
  })

  test.each(TWINS)('%s and %s have the same headings, tables, pictures and blocks of code', (english, french) => {
    expect(shape(read(french))).toEqual(shape(read(english)))
  })

  test.each(PAGES.filter((page) => dirname(page) === 'docs'))('the title of %s is a question', (page) => {
    expect(read(page)).toMatch(/^# .*\?\n/)
  })

  test.each(FRENCH)('%s has no space that may break before or within its punctuation', (page) => {
    expect([...prose(read(page)).matchAll(/.{0,20}(?: [;:?!»%](?=\s|$)|« ).{0,20}/gm)].map(([found]) => found)).toEqual([])
  })
})

/** Flags of single commands, and of npm. */
const FLAGS_OF_COMMANDS = [
  ...[
    '--json',
    '--watch',
    '--collection',
    '--split',
    '--write-baseline',
    '--mode',
    '--questions',
    '--baseline',
    '--report',
    '--reading',
    '--only',
  ],
  ...['--help', '--version', '--silent', '--prefix'],
]

test.each([
  ['en', 'docs/settings.md'],
  ['fr', 'docs/settings.fr.md'],
] as const)('the table of settings holds every setting and no other (%s)', (language, page) => {
  const rows = SETTINGS.map(
    ({ flag, env, name, default: value }) => `| \`${flag}\` | \`${env}\` | \`${value}\` | ${messages(language).settings[name]} |`,
  )
  expect(read(page).match(/^\| `--.*$/gm)).toEqual(rows)
})

describe('commands', () => {
  const { scripts, version } = JSON.parse(read('package.json')) as { scripts: Record<string, string>; version: string }
  const KNOWN = [...SETTINGS.map(({ flag }) => flag), ...FLAGS_OF_COMMANDS]

  test('are scripts that exist', () => {
    for (const page of [...PAGES.filter((name) => name !== 'CHANGELOG.md'), '.ci/run']) {
      for (const [, name = ''] of read(page).matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g)) expect(scripts, page).toHaveProperty(name)
    }
  })

  test.each(['README.md', 'README.fr.md', ...PAGES.filter((page) => dirname(page) === 'docs')])('of %s have flags that exist', (page) => {
    const called = code(read(page)).flatMap((one) => one.replaceAll('\\\n', ' ').split('\n'))
    const flags = called.filter((line) =>
      /^(?:\S+=\S+ )*\s*(?:--|npm (?:start|run (?:index|ask|eval|mcp|feedback|doctor))|npx .*sourcier)/.test(line),
    )
    for (const [flag] of flags.join('\n').matchAll(/(?<=^|\s)--[a-z][a-z-]*/g)) expect(KNOWN).toContain(flag)
  })

  test('the two of the READMEs are those of CI, on the first screen', () => {
    expect(read('.ci/run')).toContain('npm ci && npm test')
    for (const readme of ['README.md', 'README.fr.md']) {
      const screen = read(readme).split('\n').slice(0, 24).join('\n')
      expect(screen).toContain('```sh\nnpm ci && npm run setup && npm start\n```')
      expect(screen).toContain('```sh\nnpm ci && npm test\n```')
    }
  })

  test('name the version of the package', () => {
    for (const page of PAGES.filter((name) => name !== 'CHANGELOG.md')) {
      for (const [, named] of read(page).matchAll(/sourcier-(\d+\.\d+\.\d+)\.tgz/g)) expect(named, page).toBe(version)
    }
  })
})

test.each(['docs/programs.md', 'docs/programs.fr.md'])('the addresses of %s are routes of the program', (page) => {
  const sources = (readdirSync('src/http') as string[]).map((name) => read(join('src/http', name))).join('\n')
  const addresses = [...read(page).matchAll(/`(?:GET|POST) (\/[^`?]*)/g)].map((match) => match[1] as string)
  expect(addresses.length).toBeGreaterThan(15)
  for (const address of addresses) {
    const route = address.replaceAll(/:(\w+)/g, '{$1}').replace(/^\/(?:en|fr)(?=\/|$)/, '')
    expect(sources.includes(`'${route}'`) || sources.includes(`${route}\``) || route === '', address).toBe(true)
  }
})
