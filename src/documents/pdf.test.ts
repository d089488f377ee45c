import { expect, test } from 'vitest'
import { readPdf } from './pdf.ts'

interface Word {
  text: string
  x: number
  y: number
  size?: number
}

/** A PDF of pages of words, each where it stands. */
function pdf(pages: readonly (readonly Word[])[]): Uint8Array {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  ]
  const kids: string[] = []
  for (const words of pages) {
    const content = words
      .map(({ text, x, y, size = 10 }) => `BT /F1 ${size} Tf ${x} ${y} Td (${text.replace(/[()\\]/g, '\\$&')}) Tj ET`)
      .join('\n')
    const at = objects.length + 1
    kids.push(`${at} 0 R`)
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${at + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`)
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
