import { expect, test } from 'vitest'
import { findStructure } from './sentences.ts'

/** Each sentence of a text with its kind. */
function read(text: string): string[] {
  return findStructure(text, 'en').sentences.map(({ kind, start, end }) => `${kind}: ${text.slice(start, end).replace(/\s*\n\s*/g, ' / ')}`)
}

const TITLE = 'The Town Hall\n\nIt was built in 1911.\n\n'

test('opening hours, an address and names with titles are items, under the heading that they have', () => {
  expect(read(`${TITLE}Office hours\nMonday 9 to 5\nFriday 9 to noon\nSunday closed\n\nIt is open to all.`)).toEqual([
    'heading: The Town Hall',
    'sentence: It was built in 1911.',
    'heading: Office hours',
    'item: Monday 9 to 5',
    'item: Friday 9 to noon',
    'item: Sunday closed',
    'sentence: It is open to all.',
  ])
  expect(read(`${TITLE}Board\n\nAnn Roe, chair\nBo Hill, clerk\nCy Tran, auditor\n\nIt is open to all.`).slice(2, 6)).toEqual([
    'heading: Board',
    'item: Ann Roe, chair',
    'item: Bo Hill, clerk',
    'item: Cy Tran, auditor',
  ])
})

test.each([
  ['a heading above its text', `${TITLE}Winter rules\n\nSleds are allowed from 9 to 9.`, 'heading: Winter rules'],
  ['headings one below the other', `${TITLE}PART 2\nWINTER RULES\nSLEDS\n\nSleds are allowed.`, 'heading: WINTER RULES'],
  ['numbered headings', `${TITLE}Contents\n2.1 Sleds, hills\n2.2 Boats, lakes\n\nSleds are allowed.`, 'heading: 2.1 Sleds, hills'],
  ['the first run of a text', 'TOWN HALL\nGuide, 2nd edition\nSpring 2024\n\nSleds are allowed.', 'heading: Guide, 2nd edition'],
  ['an underlined heading at the end', `${TITLE}ANNEX\n-----`, 'heading: ANNEX'],
])('%s stays one (negative control)', (_, text, heading) => {
  expect(read(text)).toContain(heading)
})

test('the run of short lines that ends a text is one signature', () => {
  expect(read(`${TITLE}Sincerely yours.\n\nAnn Roe\nManager of Facilities`).at(-1)).toBe('sentence: Ann Roe / Manager of Facilities')
})

test('what hangs below the value of a label belongs to it, with spaces or tabs', () => {
  const lines = ['Present:     Mayor Ann Roe', '             Bo Hill (Ward 1)', '             Cy Tran (Ward 2)', 'Absent:      Di Munk']
  const found = ['pair: Present:     Mayor Ann Roe / Bo Hill (Ward 1) / Cy Tran (Ward 2)', 'pair: Absent:      Di Munk']
  expect(read(`${TITLE}${lines.join('\n')}`).slice(2)).toEqual(found)
  const tabs = `${TITLE}Present:\tMayor Ann Roe\n\tBo Hill (Ward 1)\n\nIt opened.`
  expect(read(tabs).slice(2)).toEqual(['pair: Present:\tMayor Ann Roe / Bo Hill (Ward 1)', 'sentence: It opened.'])
})

test('lines of a memo that stand each under its own label are parted (negative control)', () => {
  const memo = 'TO:      All\nFROM:    Ann Roe\ncc:      Bo Hill'
  expect(
    read(`${TITLE}${memo}`)
      .slice(2)
      .map((line) => line.replace(/\s+/g, ' ')),
  ).toEqual(['row: TO: All', 'row: FROM: Ann Roe', 'row: cc: Bo Hill'])
  expect(read(`${TITLE}It is so.\n\ncc: Ann Roe, chair`).at(-1)).toBe('pair: cc: Ann Roe, chair')
})
