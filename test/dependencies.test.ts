/** Every package has a reason, in both languages, and the pages say what package.json and the lock file say. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { page, withoutNeed } from '../scripts/dependencies.mjs'

const json = (name: string) => JSON.parse(readFileSync(name, 'utf8'))
const reasons = json('scripts/dependencies.json')
const manifest = json('package.json')

test.each([
  ['docs/dependencies.md', 'en'],
  ['docs/dependencies.fr.md', 'fr'],
] as const)('%s is up to date; if not: npm run dependencies', (file, language) => {
  expect(readFileSync(file, 'utf8')).toBe(page(reasons, language))
  expect(withoutNeed(reasons)).toEqual([])
})

test('… a package without a reason, one without need and another version are seen (negative control)', () => {
  const more = { ...manifest, dependencies: { ...manifest.dependencies, lodash: '4.17.21' } }
  expect(() => page(reasons, 'en', more)).toThrow('lodash')
  const { hono: _, ...fewer } = manifest.dependencies
  expect(withoutNeed(reasons, { ...manifest, dependencies: fewer })).toEqual(['hono'])
  const newer = { ...manifest, dependencies: { ...manifest.dependencies, hono: '9.9.9' } }
  expect(page(reasons, 'en', newer)).not.toBe(page(reasons, 'en'))
})

test('every package that is named is used: imported, called by a script, or types of one that is', () => {
  const folders = ['src', 'test', 'eval', 'bench', 'scripts', 'bin', 'examples']
  const files = folders.flatMap((folder) =>
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => /\.(?:ts|tsx|mjs|js)$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
  const text = [
    ...files.map((file) => readFileSync(file, 'utf8')),
    JSON.stringify(manifest.scripts),
    readFileSync('vitest.config.ts', 'utf8'),
  ].join('\n')
  const used = (name: string): boolean => {
    const command = name === '@biomejs/biome' ? 'biome' : name === 'typescript' ? 'tsc' : name
    return name.startsWith('@types/')
      ? used(name.replace('@types/', ''))
      : new RegExp(`['"/\` ]${command.replaceAll(/[.]/g, '\\.')}['"/ @]`).test(text)
  }
  const names = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies, ...manifest.devDependencies })
  expect(names.filter((name) => name !== '@types/node' && !used(name))).toEqual([])
  expect(used(`left${'-'}pad`)).toBe(false)
})
