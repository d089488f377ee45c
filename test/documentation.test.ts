/** What the READMEs promise is what the program has. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { SETTINGS } from '../src/config.ts'
import { messages } from '../src/messages/index.ts'

const read = (name: string): string => readFileSync(name, 'utf8')
const readmes = { en: read('README.md'), fr: read('README.fr.md') } as const

test('both READMEs have the same headings, in the same order of levels', () => {
  const levels = (text: string): string[] => [...text.matchAll(/^(#+) /gm)].map((match) => match[1] as string)
  expect(levels(readmes.fr)).toEqual(levels(readmes.en))
})

test.each(['en', 'fr'] as const)('every setting is in the table of the README (%s)', (language) => {
  for (const { flag, env, name, default: value } of SETTINGS) {
    const row = `| \`${flag}\` | \`${env}\` | \`${value}\` | ${messages(language).settings[name]} |`
    expect(readmes[language].includes(row), row).toBe(true)
  }
})

test('the commands of the README and of CI are scripts that exist', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  for (const text of [...Object.values(readmes), read('.ci/run')]) {
    for (const [, name] of text.matchAll(/npm run ([a-z:]+)/g)) expect(scripts).toHaveProperty(name as string)
  }
  expect(read('.ci/run')).toContain('npm ci && npm test')
  for (const text of Object.values(readmes)) expect(text).toContain('npm ci && npm test')
})
