import { expect, test } from 'vitest'
import { evidenceFor } from '../../test/quoted.ts'
import { quoteText } from './choose.ts'
import { withLeadIn } from './lead-in.ts'

/** What is quoted for the sentence that begins with some words. */
async function quoted(text: string, start: string): Promise<string[]> {
  return withLeadIn(await evidenceFor(text, start)).map((own) => quoteText(own).replace(/\s+/g, ' '))
}

const LEASH = [
  'Dogs',
  '',
  '7 (1) No person shall have a dog on the shore unless the dog is restrained in one of the following ways:',
  '   (a) it is restrained on a leash',
  '      (i) that is held by a person, and',
  '      (ii) that is not more than two metres long;',
  '   (b) it is in a vehicle.',
  '(2) No person shall, on the shore,',
  '   (a) ski while having a dog on a leash; or',
  '   (b) ride a bicycle while having a dog on a leash.',
].join('\n')

test.each([
  [
    '(b) ride',
    '(2) No person shall, on the shore, (a) ski while having a dog on a leash; or (b) ride a bicycle while having a dog on a leash.',
  ],
  [
    '(ii) that',
    '7 (1) No person shall have a dog on the shore unless the dog is restrained in one of the following ways: (a) it is restrained on a leash (i) that is held by a person, and (ii) that is not more than two metres long;',
  ],
])('an item that is no sentence by itself is quoted with what it hangs on: %s', async (start, quote) => {
  expect(await quoted(LEASH, start)).toEqual([quote])
})

const LONG = [
  'Interdictions',
  '',
  'Il est interdit, dans le parc :',
  ...Array.from({ length: 12 }, (_, i) => `   • d’entrer dans le bâtiment numéro ${i + 1} sans y avoir été invité;`),
  '   • de nourrir les oiseaux.',
].join('\n')

test('… and with a quote of it alone where much stands in between', async () => {
  expect(await quoted(LONG, '• de nourrir')).toEqual(['Il est interdit, dans le parc :', '• de nourrir les oiseaux.'])
})

test.each([
  [
    'The board met twice.\n\nDecisions:\n\n• The white paper must be improved.\n• The rink is closed.',
    '• The rink',
    '• The rink is closed.',
  ],
  ['The park has rules.\n\n• no dogs\n• no fires', '• no fires', '• no fires'],
  ['Fees\n\n• Adult: 4 dollars\n• Child: 2 dollars', '• Child', '• Child: 2 dollars'],
])('a whole sentence, and what stands below no lead-in, is quoted alone (negative control)', async (text, start, quote) => {
  expect(await quoted(text, start)).toEqual([quote])
})

const FEES = [
  'Schedule of fees',
  '',
  '1. The fee for an adult passport is as follows:',
  '(a) in Canada:',
  '(i) valid for five years | 120',
  '(ii) valid for ten years | 160',
  '(b) abroad:',
  '(i) for five years of validity | 190',
  '',
  '2. The fee for a child passport is as follows:',
  '(a) in Canada:',
  '(i) for a child of any age | 57',
  '(b) abroad:',
  '(i) for a child abroad | 100',
].join('\n')

test.each([
  [
    '(i) for five',
    ['Schedule of fees 1. The fee for an adult passport is as follows:', '(b) abroad: (i) for five years of validity | 190'],
  ],
  [
    '(i) for a child of',
    ['Schedule of fees', '2. The fee for a child passport is as follows: (a) in Canada: (i) for a child of any age | 57'],
  ],
  [
    '(i) for a child abroad',
    ['Schedule of fees', '2. The fee for a child passport is as follows:', '(b) abroad: (i) for a child abroad | 100'],
  ],
])('of another branch of its list nothing is quoted: %s', async (start, quotes) => {
  expect(await quoted(FEES, start)).toEqual(quotes)
})

test('… and items beside it in its own branch stay within one run (negative control)', async () => {
  expect((await quoted(FEES, '(ii) valid')).join(' ')).toContain(
    '(a) in Canada: (i) valid for five years | 120 (ii) valid for ten years | 160',
  )
})

test('“(i)” goes on from “(h)”, and is a number anywhere else', async () => {
  const letters = ['You may bring:', ...['g', 'h', 'i'].map((letter) => `(${letter}) one bag of kind ${letter};`)].join('\n')
  expect(await quoted(letters, '(i) one')).toEqual(['You may bring: (g) one bag of kind g; (h) one bag of kind h; (i) one bag of kind i;'])
  const nested = ['You may bring:', '(a) a bag', '(i) of leather, or', '(ii) of cloth;', '(b) a hat.'].join('\n')
  expect(await quoted(nested, '(ii) of')).toEqual(['You may bring: (a) a bag (i) of leather, or (ii) of cloth;'])
})

test('a heading right above a list leads in to it; a label with its value needs none (negative control)', async () => {
  const text = 'What you may not bring\n\n• cans\n• glass bottles\n\nFees\n\n• Adult: 4 dollars\n• Child: 2 dollars'
  expect(await quoted(text, '• glass')).toEqual(['What you may not bring • cans • glass bottles'])
  expect(await quoted(text, '• Child')).toEqual(['• Child: 2 dollars'])
})

test('a value alone below its heading is quoted with it; a sentence is not (negative control)', async () => {
  const text = 'Open day\n\nThe open day took place in Hull.\n\nPrice\n\n12 dollars for all;\n\nPlace\n\nThe pool is closed.'
  expect(await quoted(text, '12 dollars')).toEqual(['Price 12 dollars for all;'])
  expect(await quoted(text, 'The pool')).toEqual(['The pool is closed.'])
})
