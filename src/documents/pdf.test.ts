import { expect, test } from 'vitest'
import { readPdf } from './pdf.ts'

interface Word {
  text: string
  x: number
  y: number
  size?: number
  /** Runs upward. */
  up?: boolean
}

type Corner = readonly [number, number]

interface Drawn {
  /** Lines, each from one place to another. */
  rules?: readonly (readonly [Corner, Corner])[]
  rotate?: number
  /** What was typed into a field of its own. */
  fields?: readonly Word[]
}

/** A PDF of pages of words, each where it stands. @param drawn what else each page has */
function pdf(pages: readonly (readonly Word[])[], { rules = [], rotate = 0, fields = [] }: Drawn = {}): Uint8Array {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  const kids: string[] = []
  for (const words of pages) {
    const written = words.map(
      ({ text, x, y, size = 10, up }) =>
        `BT /F1 ${size} Tf ${up ? `0 1 -1 0 ${x} ${y} Tm` : `${x} ${y} Td`} (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`,
    )
    const content = [...written, ...rules.map(([[a, b], [c, d]]) => `${a} ${b} m ${c} ${d} l S`)].join('\n')
    const annotations = fields.map(
      ({ text, x, y }) => `<< /Type /Annot /Subtype /Widget /FT /Tx /T (f${x}) /V (${text}) /Rect [${x} ${y} ${x + 150} ${y + 18}] >>`,
    )
    const at = objects.length + 1
    kids.push(`${at} 0 R`)
    objects.push(
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Rotate ${rotate} /Annots [${annotations.join(' ')}] /Contents ${at + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    )
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`)
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${kids.length} >>`
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const offset = file.length
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`
  return Uint8Array.from(Buffer.from(file, 'latin1'))
}

const column = (x: number, lines: readonly string[], top = 700): Word[] => lines.map((text, i) => ({ text, x, y: top - 14 * i }))
const LEFT = [
  'The library opens at nine each',
  'morning except on Sunday, when',
  'it stays closed. Cards are free',
  'for residents of the town.',
]
const RIGHT = [
  'Parking behind the building is',
  'limited to two hours. Cars left',
  'there overnight are towed away',
  'at the cost of their owners.',
]

test('columns drawn line by line across the page are read one after the other', async () => {
  const left = column(60, LEFT)
  const rows = left.flatMap((word, i) => [word, { ...word, x: 330, text: RIGHT[i] as string }])
  const below = { text: 'Write to the clerk.', x: 60, y: 560 }
  const { text, warnings } = await readPdf(pdf([[{ text: 'Town news', x: 60, y: 730, size: 18 }, ...rows, below]]))
  expect(text).toBe(`Town news\n\n${LEFT.join(' ')}\n\n${RIGHT.join(' ')}\n\nWrite to the clerk.`)
  expect(warnings).toBeUndefined()
})

test('the first line of a right column stays in it where the left one begins with a heading', async () => {
  const heading = { text: 'Hours', x: 60, y: 690, size: 14 }
  const left = [heading, ...column(60, LEFT, 672)]
  const { text } = await readPdf(pdf([[...column(330, RIGHT, 703), ...left]]))
  expect(text).toBe(`Hours\n\n${LEFT.join(' ')}\n\n${RIGHT.join(' ')}`)
  const date = { text: 'March 2026', x: 330, y: 740, size: 12 }
  const dated = await readPdf(pdf([[date, ...column(330, RIGHT, 703), ...left]]))
  expect(dated.text, 'a line far above both columns is in neither (negative control)').toMatch(/^March 2026\n\nHours\n/)
})

test('a table is read row by row, with the heads of its columns', async () => {
  const rows = [
    ['Zone', 'Day', 'Fee'],
    ['North', 'Monday', '12.00'],
    ['South', 'Tuesday', '14.50'],
    ['Harbour', 'Friday', '9.75'],
  ]
  const words = rows.flatMap((row, i) => row.map((text, j) => ({ text, x: 60 + 150 * j, y: 700 - 16 * i })))
  const { text, blocks = [] } = await readPdf(pdf([words]))
  expect(text.split('\n')).toEqual([
    'Zone: North · Day: Monday · Fee: 12.00',
    'Zone: South · Day: Tuesday · Fee: 14.50',
    'Zone: Harbour · Day: Friday · Fee: 9.75',
  ])
  expect(blocks.map(({ kind }) => kind).filter((kind) => kind !== 'cell')).toEqual(['table', 'row', 'row', 'row'])
})

test('a table without lines keeps its columns, and what stands below it runs over them', async () => {
  const rows = [
    ['Name', 'Role', 'Extension'],
    ['Sunniva Hald', 'Director', '4401'],
    ['Piers Onslow', 'Clerk', '4417'],
    ['Wen Aldous', 'Driver', '4420'],
  ]
  const table = rows.flatMap((row, i) => row.map((text, j) => cell(text, 60 + 110 * j, 700 - 16 * i)))
  const below = ['The dome weighs 42 tonnes and turns.', '1. First, close the gate of the yard.'].map((text, i) =>
    cell(text, 60, 632 - 16 * i),
  )
  const read = [
    'Name: Sunniva Hald · Role: Director · Extension: 4401',
    'Name: Piers Onslow · Role: Clerk · Extension: 4417',
    'Name: Wen Aldous · Role: Driver · Extension: 4420',
  ]
  const { text } = await readPdf(pdf([[...table, ...below]]))
  expect(text.split(/\n+/)).toEqual([...read, 'The dome weighs 42 tonnes and turns.', '1. First, close the gate of the yard.'])
  const more = cell('and signals', 170, 636)
  const inside = await readPdf(pdf([[...table, more]]))
  expect(inside.text, 'what goes on within a column is part of its row (negative control)').toContain('Role: Driver and signals')
})

test('labels beside their values are pairs; numbers before items are no column', async () => {
  const card = [
    ['Owner', 'Lise Roy'],
    ['Built', 'in 1908'],
    ['Beds', '24, all of them single'],
  ].flatMap(([label = '', value = ''], i) => [
    { text: label, x: 60, y: 700 - 16 * i },
    { text: value, x: 200, y: 700 - 16 * i },
  ])
  expect((await readPdf(pdf([card]))).text.split('\n')).toEqual(['Owner: Lise Roy', 'Built: in 1908', 'Beds: 24, all of them single'])
  const list = ['Fill in the form.', 'Sign page two.', 'Bring it to the desk.'].flatMap((text, i) => [
    { text: `${i + 1}.`, x: 60, y: 700 - 16 * i },
    { text, x: 90, y: 700 - 16 * i },
  ])
  expect((await readPdf(pdf([list]))).text.split('\n')).toEqual(['1. Fill in the form.', '2. Sign page two.', '3. Bring it to the desk.'])
})

test('what cannot be put in order is told', async () => {
  // Two columns of whole sentences beside one another: nothing goes on from line to line, nothing is short.
  const words = [
    'The clerk keeps every one of the rolls here.',
    'Forms are at the front desk of the hall.',
    'Plans are kept for ten whole years there.',
  ].flatMap((text, i) => [
    { text, x: 50, y: 700 - 16 * i },
    { text: `Line ${i}: ${text}`, x: 330, y: 700 - 16 * i },
  ])
  expect((await readPdf(pdf([words]))).warnings).toEqual(['uncertain-order'])
})

test('running heads, feet and page numbers are no text, on two pages already; a sentence goes on over them', async () => {
  const page = (n: number, text: string): Word[] => [
    { text: 'By-law 12 of the Town of Pont-Vert', x: 60, y: 770, size: 9 },
    { text: `${n} / 2`, x: 300, y: 30, size: 9 },
    { text, x: 60, y: 700 },
  ]
  const { text, pages } = await readPdf(
    pdf([page(1, 'No tree may be felled unless an inspector has found that it is'), page(2, 'dead or about to fall.')]),
  )
  expect(text).toBe('No tree may be felled unless an inspector has found that it is dead or about to fall.')
  expect(pages).toEqual([0, text.indexOf('dead')])
})

test('a raised figure is a mark or a power, never part of the number before it', async () => {
  const words = [
    { text: 'The deposit is 45', x: 60, y: 700 },
    { text: '2', x: 139, y: 704, size: 6 },
    { text: 'dollars.', x: 145, y: 700 },
  ]
  expect((await readPdf(pdf([words]))).text).toBe('The deposit is 45 ⁽²⁾ dollars.')
})

// ---- ruled tables ----

/** The lines of a grid. */
function grid(xs: readonly number[], ys: readonly number[]): [Corner, Corner][] {
  const [left = 0, right = 0] = [xs[0], xs.at(-1)]
  const [top = 0, bottom = 0] = [ys[0], ys.at(-1)]
  return [
    ...ys.map((y): [Corner, Corner] => [
      [left, y],
      [right, y],
    ]),
    ...xs.map((x): [Corner, Corner] => [
      [x, top],
      [x, bottom],
    ]),
  ]
}
const cell = (text: string, x: number, y: number): Word => ({ text, x, y })

test('a ruled table is read by its lines: cells of several lines, empty ones, and the line above that says what it is', async () => {
  const words = [
    cell('Fees of 2026.', 60, 716),
    ...[cell('Permit', 65, 688), cell('New', 245, 688), cell('Renewal', 345, 688)],
    ...[
      cell('Renovation permit for a', 65, 668),
      cell('heritage build-', 65, 656),
      cell('ing', 65, 644),
      cell('$120', 245, 656),
      cell('$80', 345, 656),
    ],
    ...[cell('Demolition permit', 65, 628), cell('$300', 245, 628)],
    ...[cell('Sign', 65, 608), cell('$40', 345, 608)],
    cell('The office opens at nine.', 60, 570),
  ]
  const rules = grid([60, 240, 340, 440], [700, 680, 640, 620, 600])
  const { text } = await readPdf(pdf([words], { rules }))
  expect(text.split(/\n+/)).toEqual([
    'Fees of 2026.',
    'Permit: Renovation permit for a heritage building · New: $120 · Renewal: $80',
    'Permit: Demolition permit · New: $300',
    'Permit: Sign · Renewal: $40',
    'The office opens at nine.',
  ])
  expect((await readPdf(pdf([words]))).text, 'without its lines nothing tells (negative control)').not.toContain(
    'heritage building · New: $120',
  )
})

test('a cell without a line within spans the columns that it covers', async () => {
  const rules: [Corner, Corner][] = [
    ...grid([60, 160, 360], [700, 660, 640, 620]),
    [
      [160, 680],
      [360, 680],
    ],
    [
      [260, 680],
      [260, 620],
    ],
  ]
  const words = [
    ...[cell('Permit', 65, 668), cell('Zone A', 220, 686), cell('New', 165, 666), cell('Renewal', 265, 666)],
    ...[cell('Deck', 65, 646), cell('$50', 165, 646), cell('$60', 265, 646)],
    ...[cell('Shed', 65, 626), cell('$20', 165, 626), cell('$25', 265, 626)],
  ]
  expect((await readPdf(pdf([words], { rules }))).text.split('\n')).toEqual([
    'Permit: Deck · Zone A – New: $50 · Zone A – Renewal: $60',
    'Permit: Shed · Zone A – New: $20 · Zone A – Renewal: $25',
  ])
})

test('rows that no line parts are rows all the same, where all cells have as many lines', async () => {
  const rules = grid([60, 200, 340], [700, 680, 620])
  const rows = ['Pool', 'Gym', 'Rink'].flatMap((name, i) => [cell(name, 65, 666 - 15 * i), cell(`$${i + 5}`, 205, 666 - 15 * i)])
  const { text } = await readPdf(pdf([[cell('Service', 65, 686), cell('Fee', 205, 686), ...rows]], { rules }))
  expect(text.split('\n')).toEqual(['Service: Pool · Fee: $5', 'Service: Gym · Fee: $6', 'Service: Rink · Fee: $7'])
})

test('a box beside running text is read by itself, where it begins', async () => {
  const left = column(60, [
    'Parking is not allowed from',
    'midnight to seven in winter.',
    'The fine is $60, and $80 after',
    'a month. Pay it at the desk.',
    'Ask the clerk about appeals.',
  ])
  const inside = column(350, ['Need help?', 'Call 902-555-0107.', 'We answer on weekdays.'], 690)
  const rules = grid([340, 520], [705, 655])
  const { text } = await readPdf(pdf([left.flatMap((word, i) => [word, ...inside.slice(i, i + 1)])], { rules }))
  expect(text).toContain('seven in winter. The fine is $60, and $80 after a month.')
  expect(text).toMatch(/Need help\?\s+Call 902-555-0107\.\s+We answer on weekdays\./)
})

test('a table that goes on over the page keeps the heads of its columns', async () => {
  const row = (i: number, street: string, speed: string): Word[] => [
    cell(street, 65, 700 - 16 * i),
    cell(`Ward ${i}`, 205, 700 - 16 * i),
    cell(speed, 345, 700 - 16 * i),
  ]
  const first = [row(0, 'Street', 'Speed'), row(1, 'Elm', '30'), row(2, 'Oak', '40'), row(3, 'Ash', '50')].flat()
  first[1] = cell('Ward', 205, 700)
  const second = [row(0, 'Fir', '50'), row(1, 'Yew', '60'), row(2, 'Bay', '70')].flat()
  const lines = (await readPdf(pdf([first, second]))).text.split(/\n+/)
  expect(lines).toContain('Street: Ash · Ward: Ward 3 · Speed: 50')
  expect(lines).toContain('Street: Bay · Ward: Ward 2 · Speed: 70')
  const other = second.map((word) => ({ ...word, x: word.x === 345 ? 205 : word.x })).filter(({ text }) => !/^Ward/.test(text))
  expect((await readPdf(pdf([first, other]))).text, 'another number of columns is another table (negative control)').not.toContain(
    'Street: Bay',
  )
})

test('pages that are turned, or whose text was written sideways, are read; one stamp on its side is not', async () => {
  const up = [
    { text: 'The fee of the turned page is $77.', x: 100, y: 72, up: true },
    { text: 'Pay it by mail.', x: 114, y: 72, up: true },
  ]
  for (const rotate of [0, 90])
    expect((await readPdf(pdf([up], { rotate }))).text, `${rotate}`).toBe('The fee of the turned page is $77. Pay it by mail.')
  const stamped = [
    { text: 'The fee of this page is $12, to be paid by mail.', x: 72, y: 700 },
    { text: 'COPY', x: 500, y: 100, up: true },
  ]
  expect((await readPdf(pdf([stamped]))).text).toBe('The fee of this page is $12, to be paid by mail.')
})

test('what was typed into the fields of a form stands beside their labels', async () => {
  const labels = [cell('Name of applicant', 60, 700), cell('Amount', 60, 670)]
  const fields = [cell('Lise Roy', 200, 696), cell('$450', 200, 666)]
  const { text } = await readPdf(pdf([labels], { fields }))
  expect(text.replace(/\s+/g, ' ')).toBe('Name of applicant Lise Roy Amount $450')
})

test('what a browser prints above and below a page is no text', async () => {
  const words = [
    cell('11/26/26, 2:57 PM', 24, 775),
    cell('Winter parking', 300, 775),
    cell('No car stays on the street at night.', 60, 700),
    cell('https://example.org/parking', 24, 17),
    cell('1/1', 575, 17),
  ]
  expect((await readPdf(pdf([words]))).text).toBe('No car stays on the street at night.')
})

test('small print at the foot whose number is not raised is the note that the page points at; a sentence goes on over it', async () => {
  const words = [
    { text: 'The town employs 142', x: 60, y: 700 },
    { text: '1', x: 160, y: 704, size: 6 },
    { text: 'people, most of whom work where the', x: 168, y: 700 },
    { text: '1  Without seasonal staff.', x: 60, y: 90, size: 7 },
  ]
  const { text } = await readPdf(pdf([words, [cell('roads are kept.', 60, 700)]]))
  expect(text).toBe('The town employs 142 ⁽¹⁾ people, most of whom work where the roads are kept.\n\n⁽¹⁾ Without seasonal staff.')
})

test('a note at the foot of a page stands above what the next page begins, a heading or a table, and is cited with its own page', async () => {
  const first = [
    { text: 'The town employs 142', x: 60, y: 700 },
    { text: '1', x: 160, y: 704, size: 6 },
    { text: 'people.', x: 168, y: 700 },
    { text: '1  Without seasonal staff.', x: 60, y: 90, size: 7 },
  ]
  const NOTE = '⁽¹⁾ Without seasonal staff.'
  const headed = [
    { text: 'Budget', x: 60, y: 700, size: 16 },
    { text: 'It is voted on in the spring of each year.', x: 60, y: 670 },
  ]
  const table = [
    ['Pool', '$2'],
    ['Rink', '$3'],
    ['Gym', '$4'],
  ].flatMap((row, i) => row.map((text, j) => cell(text, 60 + 140 * j, 700 - 16 * i)))
  for (const [second, begun] of [
    [headed, 'Budget'],
    [table, 'Pool: $2'],
  ] as const) {
    const { text, pages = [] } = await readPdf(pdf([first, second]))
    expect(text).toContain(`people.\n\n${NOTE}\n\n${begun}`)
    expect(pages, 'the second page begins below the note').toEqual([0, text.indexOf(begun)])
  }
})
