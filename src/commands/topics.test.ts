import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadTopics } from './topics.ts'

const folder = mkdtempSync(join(tmpdir(), 'sourcier-topics-'))
const file = (content: string): string => {
  const path = join(folder, 'topics.json')
  writeFileSync(path, content)
  return path
}

test('a file of topics is read; none is none', async () => {
  const topics = [{ name: 'opinion', off: true }]
  expect(await loadTopics(file(JSON.stringify({ topics })))).toEqual(topics)
  expect(await loadTopics('none')).toEqual([])
})

test.each([
  ['{', 'JSON'],
  ['{"topics":[{"name":"pay"}]}', 'topics: a topic of your own needs phrases and a reply'],
  ['{"topics":[{"name":"pay","reply":{"en":"x"}}]}', /^topics\.0\.reply\.fr: /],
])('what is wrong in %s is said with its place', async (content, problem) => {
  const path = file(content)
  await expect(loadTopics(path)).rejects.toMatchObject({
    code: 'topics-invalid',
    params: { file: path, problem: typeof problem === 'string' ? problem : expect.stringMatching(problem) },
  })
})

test('a file that is not there stops the start', async () => {
  await expect(loadTopics(join(folder, 'absent.json'))).rejects.toMatchObject({ params: { problem: 'missing' } })
})
