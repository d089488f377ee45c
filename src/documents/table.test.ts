import { expect, test } from 'vitest'
import { BlockWriter } from './block-writer.ts'
import { writeTable } from './table.ts'

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
