import { expect, test } from 'vitest'
import { folderOf } from '../test/asked.ts'

const { asked } = folderOf({
  'orders.txt': 'Orders\n\nA purchase order that a client sent is stored under Files of the opportunity.',
  'keys.txt': 'Security keys\n\nA spare security key is stored in the safe of the help desk.',
  'rooms.txt': 'Meeting rooms\n\nThe chairs of a meeting room are stored behind its door.',
})

test.each([
  ['The client sent a purchase order. Where do I store it?', 'under Files'],
  ['We got more chairs for the meeting room. Where do I store them?', 'behind its door'],
])('"it" stands for what the sentence before names: %s', async (question, quote) => {
  const { answered, citations } = await asked(question)
  expect([answered, citations[0]?.quote]).toEqual([true, expect.stringContaining(quote)])
})

test('… of which the answer has to speak: else it is asked back', async () => {
  const { answered, reason } = await asked('I saw a unicorn. Where do I store it?')
  expect([answered, reason]).toEqual([false, 'ambiguous'])
})

test('… and for nothing where no sentence does (negative control)', async () => {
  const { answered, reason } = await asked('Where do I store it?')
  expect([answered, reason]).toEqual([false, 'ambiguous'])
})
