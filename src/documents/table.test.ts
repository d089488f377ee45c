import { expect, test } from 'vitest'
import { BlockWriter } from './block-writer.ts'
import { type Cell, writeTable } from './table.ts'

function written(...rows: string[][]): string[] {
  const writer = new BlockWriter()
  writeTable(
    writer,
    rows.map((row) => row.map((text) => ({ text }))),
    'en',
  )
  return writer.text().split('\n').filter(Boolean)
}

test('a name of a column may hold figures where nothing but figures stands below it', () => {
  const rows = written(['Activity', 'Adult', 'Child (5-17)', '65 and over'], ['Swim', '6.5', '$3.25', ''], ['Rink', '5', '2.5', '3 $'])
  expect(rows).toEqual([
    'Activity: Swim · Adult: 6.5 · Child (5-17): $3.25',
    'Activity: Rink · Adult: 5 · Child (5-17): 2.5 · 65 and over: 3 $',
  ])
})

test.each([
  ['figures of its own', ['Route 95', '12 km', '40'], ['Route 97', '9 km', '35'], ['Route 99', '7 km', '20']],
  ['what the rows below say too', ['Swim', 'Monday 9 a.m.', '5'], ['Rink', 'Tuesday 9 a.m.', '6'], ['Gym', 'Friday noon', '6']],
])('… and a first row with %s names no column (negative control)', (_, ...rows) => {
  expect(written(...rows)).toEqual(rows.map((row) => row.join(' · ')))
})

test('names of columns that differ in their number alone head them, above figures and words', () => {
  expect(written(['Room', 'Week 1', 'Week 2'], ['Blue', 'Ann', 'Ben'], ['Red', 'Cy', 'Di'])).toEqual([
    'Room: Blue · Week 1: Ann · Week 2: Ben',
    'Room: Red · Week 1: Cy · Week 2: Di',
  ])
  expect(written(['', 'Q1', 'Q2'], ['North', '1', '2'], ['South', '3', '4'])).toEqual(['North · Q1: 1 · Q2: 2', 'South · Q1: 3 · Q2: 4'])
})

test.each<[string, ...string[][]]>([
  ['rows of seats', ['A1', 'A2', 'A3'], ['B1', 'B2', 'B3'], ['C1', 'C2', 'C3']],
  ['what stands below, too', ['Bus 4', 'Stop 11', 'Stop 12'], ['Bus 6', 'Stop 14', 'the ferry']],
  ['one alone', ['Blue', 'Room 1', 'Ann'], ['Red', 'the attic', 'Ben']],
])('… and are no heads as %s (negative control)', (_, ...rows) => {
  expect(written(...rows)).toEqual(rows.map((row) => row.join(' · ')))
})

test('names over several columns head them together with the row that tells these apart', () => {
  const writer = new BlockWriter()
  const rows = (...names: string[]): Cell[][] => [
    [
      { text: 'Region', rows: 2 },
      { text: '2025', columns: 2 },
      { text: '2026', columns: 2 },
    ],
    names.map((text) => ({ text })),
    ['North', '1', '2', '3', '4'].map((text) => ({ text })),
  ]
  writeTable(writer, rows('Q1', 'Q2', 'Q1', 'Q2'), 'en')
  expect(writer.text()).toBe('Region: North · 2025 – Q1: 1 · 2025 – Q2: 2 · 2026 – Q1: 3 · 2026 – Q2: 4')
  const values = new BlockWriter()
  writeTable(values, rows('12', '40', '15', '60'), 'en')
  expect(values.text(), 'figures are no names (negative control)').toContain('Region · 12 · 40 · 15 · 60')
})

test('a value over several columns has the names of all of them, what stands above these once', () => {
  const rowOf = (...columns: [string, number?][]): Cell[] => columns.map(([text, own = 1]) => ({ text, columns: own }))
  const lines = (...rows: Cell[][]): string[] => {
    const writer = new BlockWriter()
    writeTable(writer, rows, 'en', rows.length - 2)
    return writer.text().split('\n')
  }
  const season = [rowOf(['Vessel'], ['Season', 2], ['Notes']), rowOf(['Vessel'], ['Summer'], ['Winter'], ['Notes'])]
  const motor = rowOf(['Motor'], ['$300', 2], ['all year'])
  expect(lines(...season, motor, rowOf(['Sail'], ['$90'], ['$60'], ['none']))).toEqual([
    'Vessel: Motor · Season – Summer, Winter: $300 · Notes: all year',
    'Vessel: Sail · Season – Summer: $90 · Season – Winter: $60 · Notes: none',
  ])
  expect(lines(rowOf(['Truck'], ['Day'], ['Night']), rowOf(['Van'], ['$11', 2]), rowOf(['Bus', 2], ['$12']))).toEqual([
    'Truck: Van · Day, Night: $11',
    'Truck, Day: Bus · Night: $12',
  ])
  const hours = Array.from({ length: 90 }, (_, i): [string] => [`Hour ${i}`])
  const [closed] = lines(rowOf(['Rink'], ...hours), rowOf(['North'], ['closed', 90]), rowOf(['South'], ...hours))
  expect(closed, 'not a page of names').toBe('Rink: North · Hour 0 … Hour 89: closed')
})

test('a cell over the whole width heads what stands below it; a sentence, or the last one, is a note', () => {
  const writer = new BlockWriter()
  const wide = (text: string): Cell[] => [{ text, columns: 3 }]
  const row = (...texts: string[]): Cell[] => texts.map((text) => ({ text }))
  const head = ['Permit', 'Zone A', 'Zone B'].map((text) => ({ text, header: true }))
  writeTable(
    writer,
    [head, wide('Houses'), row('Deck', '$50', '$60'), wide('Fees do not include tax.'), row('Shed', '$5', '$6'), wide('Source: town')],
    'en',
  )
  const kinds = writer.blocks
    .filter(({ kind }) => !/table|cell/.test(kind))
    .map(({ kind, start, end }) => `${kind}: ${writer.text().slice(start, end)}`)
  expect(kinds).toEqual([
    'heading: Houses',
    'row: Permit: Deck · Zone A: $50 · Zone B: $60',
    'paragraph: Fees do not include tax.',
    'row: Permit: Shed · Zone A: $5 · Zone B: $6',
    'paragraph: Source: town',
  ])
})

function kindsOf(writer: BlockWriter): string[] {
  const own = writer.blocks.filter(({ kind }) => kind === 'heading' || kind === 'row')
  return own.map(({ kind, start, end }) => `${kind}: ${writer.text().slice(start, end)}`)
}
const HEAD = ['No.', 'Items', 'Amount'].map((text) => ({ text, header: true }))
const plainRow = (...texts: string[]): Cell[] => texts.map((text) => ({ text }))

test('a name beside an empty first column heads the rows below it; a figure there is a total', () => {
  const writer = new BlockWriter()
  const rows = [
    plainRow('', 'MUSEUM OF BELLS'),
    plainRow('1b', '– Payments', '40'),
    plainRow('', '', '40'),
    plainRow('', 'PORT AUTHORITY'),
    plainRow('5b', '– Grants', '7'),
  ]
  writeTable(writer, [HEAD, ...rows], 'en')
  expect(kindsOf(writer)).toEqual([
    'heading: MUSEUM OF BELLS',
    'row: No.: 1b · Items: – Payments · Amount: 40',
    'row: Amount: 40',
    'heading: PORT AUTHORITY',
    'row: No.: 5b · Items: – Grants · Amount: 7',
  ])
})

test('… whose rows are alike in several groups carry the name of theirs, whatever marks it', () => {
  const rows = (group: (text: string) => Cell[]): string[] => {
    const writer = new BlockWriter()
    const head = ['Activity', 'Resident', 'Other'].map((text) => ({ text, header: true }))
    writeTable(writer, [head, group('Children'), plainRow('Swim', '3', '4'), group('Adults'), plainRow('Swim', '5', '6')], 'en')
    return kindsOf(writer)
  }
  const expected = [
    'heading: Children',
    'row: Children · Activity: Swim · Resident: 3 · Other: 4',
    'heading: Adults',
    'row: Adults · Activity: Swim · Resident: 5 · Other: 6',
  ]
  expect(rows((text) => [{ text, columns: 3 }])).toEqual(expected)
  expect(rows((text) => [{ text, strong: true }, ...plainRow('', '')])).toEqual(expected)
})

test('… labels of two columns, too', () => {
  const writer = new BlockWriter()
  const wide = (text: string): Cell[] => [{ text, columns: 2 }]
  writeTable(writer, [plainRow('Pool', '2'), wide('Children'), plainRow('Day', '$3'), wide('Adults'), plainRow('Day', '$5')], 'en')
  expect(writer.text().split('\n').filter(Boolean)).toEqual(['Pool: 2', 'Children', 'Children – Day: $3', 'Adults', 'Adults – Day: $5'])
})

test('… what may go on from the row above heads nothing (negative control)', () => {
  const writer = new BlockWriter()
  const rows = [
    plainRow('1b', '– Payments', '40'),
    plainRow('', 'to the museum'),
    plainRow('5b', '– Grants', '7'),
    plainRow('', 'and loans'),
  ]
  writeTable(writer, [HEAD, ...rows], 'en')
  expect(kindsOf(writer).filter((line) => line.startsWith('heading'))).toEqual([])
})

test('a name in bold without values heads the rows below it; one that is like the other rows lacks them (negative control)', () => {
  const table = (strong: boolean, others: boolean): string[] => {
    const writer = new BlockWriter()
    const named = (text: string, ...values: string[]): Cell[] => [{ text, strong: others }, ...plainRow(...values)]
    writeTable(writer, [HEAD, [{ text: 'Children', strong }, ...plainRow('', '')], named('Swim', '3', '4'), named('Rink', '5', '6')], 'en')
    return kindsOf(writer).filter((line) => line.startsWith('heading'))
  }
  expect(table(true, false)).toEqual(['heading: Children'])
  expect([table(false, false), table(true, true)]).toEqual([[], []])
})

test('boxes of a form that hold a label with its value each are pairs of their own', () => {
  const writer = new BlockWriter()
  const rows: Cell[][] = [
    [{ text: 'Name: Lise Roy' }, { text: 'Date: 2026-03-04' }],
    [{ text: 'Address: 12 Mill Street', columns: 2 }],
    [{ text: 'Permit no.: P-778' }, { text: '' }],
  ]
  writeTable(writer, rows, 'en')
  expect(writer.text().split('\n')).toEqual(['Name: Lise Roy', 'Date: 2026-03-04', 'Address: 12 Mill Street', 'Permit no.: P-778'])
  expect(writer.blocks.map(({ kind, label }) => label ?? kind)).toEqual(['table', 'Name', 'Date', 'Address', 'Permit no.'])
  expect(written(['Monday 9:30', 'Tuesday 9:45'], ['Friday 8:30', 'Sunday 7:15']), 'hours (negative control)').toEqual([
    'Monday 9:30: Tuesday 9:45',
    'Friday 8:30: Sunday 7:15',
  ])
  expect(written(['Owner', 'Name: Roy'], ['Built', 'in 1908']), 'one cell of that shape makes no form (negative control)').toEqual([
    'Owner: Name: Roy',
    'Built: in 1908',
  ])
})

test('labels down every other column name what stands beside them', () => {
  expect(
    written(['Name', 'Lise Roy', 'Branch', 'Finance'], ['Position', 'Clerk', 'Phone', '555-0123'], ['Start', '2026-03-01', 'End', '']),
  ).toEqual(['Name: Lise Roy', 'Branch: Finance', 'Position: Clerk', 'Phone: 555-0123', 'Start: 2026-03-01'])
  const writer = new BlockWriter()
  const row = (...texts: string[]): Cell[] => texts.map((text, i) => ({ text, strong: i % 2 === 0 }))
  writeTable(writer, [row('Hull', 'steel', 'Mast', 'spruce'), row('Keel', 'oak', 'Sail', 'cotton')], 'en')
  expect(writer.text().split('\n')).toEqual(['Hull: steel', 'Mast: spruce', 'Keel: oak', 'Sail: cotton'])
})

test('… and a table whose first row has such names is one of rows (negative control)', () => {
  const rows = [
    ['Name', 'Position', 'Branch', 'Phone'],
    ['Lise Roy', 'Clerk', 'Finance', '555-1'],
    ['Max Cyr', 'Title officer', 'Date office', '555-2'],
  ]
  expect(written(...rows)).toEqual([
    'Name: Lise Roy · Position: Clerk · Branch: Finance · Phone: 555-1',
    'Name: Max Cyr · Position: Title officer · Branch: Date office · Phone: 555-2',
  ])
})

const BY_LAW = [
  ['1. Dogs must be on a leash in Alder Park.', '1. Les chiens doivent être en laisse au parc Alder.'],
  ['2. The fine is 80 dollars for a first offence.', '2. L’amende est de 80 dollars pour une première infraction.'],
]

test('a text beside its translation is read in one language, then in the other', () => {
  const columns = [0, 1].flatMap((column) => BY_LAW.map((row) => row[column]))
  expect(written(...BY_LAW)).toEqual(columns)
  expect(written(['English', 'Français'], ...BY_LAW)).toEqual(['English', columns[0], columns[1], 'Français', columns[2], columns[3]])
  const numbered = BY_LAW.map(([en = '', fr = ''], i) => [`${i + 1}.`, en.slice(3), fr.slice(3)])
  expect(written(...numbered)).toEqual(columns)
  const writer = new BlockWriter()
  const named = (text: string, language: 'en' | 'fr'): Cell => ({ text, language })
  writeTable(writer, [[named('Roy Lac Roy Lac.', 'en'), named('Roy Lac Roy Lac.', 'fr')]], 'en')
  expect(writer.text(), 'as the format says').toBe('Roy Lac Roy Lac.\n\nRoy Lac Roy Lac.')
})

test('… and what stands over the whole width is between the parts that it parts', () => {
  const writer = new BlockWriter()
  const row = ([en = '', fr = '']: string[]): Cell[] => [{ text: en }, { text: fr }]
  writeTable(writer, [row(BY_LAW[0] ?? []), [{ text: '* * *', columns: 2 }], row(BY_LAW[1] ?? [])], 'en')
  expect(writer.text().split('\n\n')).toEqual([...(BY_LAW[0] ?? []), '* * *', ...(BY_LAW[1] ?? [])])
})

test('sentences beside sentences of one language are text, row by row', () => {
  const rows = [
    ['You lost your card on the way.', 'Call the desk before noon.'],
    ['You found a card of another person.', 'Bring it to the front desk.'],
  ]
  expect(written(...rows)).toEqual(rows.flat())
})

test.each([
  [
    'a glossary',
    [
      ['hammer', 'marteau'],
      ['claw hammer', 'marteau de menuisier'],
      ['saw', 'scie'],
    ],
  ],
  [
    'questions',
    [
      ['Can I bring a dog?', 'Yes, on a short leash.'],
      ['Is the pool open now?', 'From May to September only.'],
    ],
  ],
  [
    'what costs how much',
    [
      ['You returned a book late.', '$5'],
      ['You lost the book itself.', '$40'],
    ],
  ],
])('… and %s is labels with their values (negative control)', (_, rows) => {
  expect(written(...rows)).toEqual(rows.map((row) => row.join(': ')))
})
