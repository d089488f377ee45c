import { expect, test } from 'vitest'
import type { Language } from '../domain.ts'
import { helpText } from './help.ts'

const listing = (count: number) => ({
  count,
  async *documents() {
    for (let i = 1; i <= count; i++) yield { title: `Rapport\n${i}`, language: 'fr' as Language, ...(i === 1 ? { date: '2021-05' } : {}) }
  },
})

test('of many documents ten are named, then how many more there are and where', async () => {
  const lines = (await helpText('documents', 'en', listing(1212))).split('\n')
  expect([lines.length, lines[1], lines[10]]).toEqual([12, '• Rapport 1 (French, 2021-05)', '• Rapport 10 (French)'])
  expect(lines[11]).toMatch(/1,202 more.*Documents page/)
  expect((await helpText('documents', 'fr', listing(12))).split('\n').at(-1)).toMatch(/2 autres.*page Documents/)
})

test('… of ten none is left over, and one is not spoken of as several (the twins)', async () => {
  expect(await helpText('documents', 'en', listing(10))).not.toMatch(/more/)
  expect(await helpText('documents', 'fr', listing(1))).toBe('Je réponds à partir d’un document\u00a0:\n• Rapport 1 (français, 2021-05)')
})
