import { expect, test } from 'vitest'
import type { TextBlock } from '../../domain.ts'
import { layOut, type Node, type Run } from './structure.js'

const TEXT = 'The ferry\n\n• a ticket\n2. a leash\n\nSeason: Summer · Fare: $4.50\nSeason: Winter · Fare: $3.25\n\nOpen: daily\n\nloose'
const span = (part: string, from = 0) => ({ start: TEXT.indexOf(part, from), end: TEXT.indexOf(part, from) + part.length })
const winter = TEXT.indexOf('Season: Winter')
const BLOCKS: TextBlock[] = [
  { kind: 'heading', level: 1, ...span('The ferry') },
  { kind: 'item', level: 1, ...span('• a ticket') },
  { kind: 'item', level: 2, ...span('2. a leash') },
  { kind: 'table', ...span('Season: Summer · Fare: $4.50\nSeason: Winter · Fare: $3.25') },
  { kind: 'row', ...span('Season: Summer · Fare: $4.50') },
  { kind: 'cell', label: 'Season', ...span('Summer') },
  { kind: 'cell', label: 'Fare', ...span('$4.50') },
  { kind: 'row', ...span('Season: Winter · Fare: $3.25') },
  { kind: 'cell', label: 'Season', ...span('Winter') },
  { kind: 'cell', label: 'Fare', ...span('$3.25') },
  { kind: 'page', label: '2', start: TEXT.indexOf('Open'), end: TEXT.length },
  { kind: 'pair', label: 'Open', ...span('Open: daily') },
]
const said = (run: Run | undefined): string => run?.pieces.map(({ start, end }) => TEXT.slice(start, end)).join('') ?? ''
const shape = (node: Node): unknown => {
  switch (node.kind) {
    case 'list':
      return node.items.map(({ depth, bullet, run }) => [depth, bullet, said(run)])
    case 'table':
      return { columns: node.columns, rows: node.rows.map(({ cells }) => cells.map(said)) }
    case 'pair':
      return [said(node.label), said(node.value)]
    case 'page':
      return `page ${node.label}`
    default:
      return [node.kind, said(node.run)]
  }
}

test('blocks become headings, lists, tables, pairs and pages; what no block covers is a paragraph', () => {
  expect(layOut(TEXT, 'en', BLOCKS, [], undefined).map(shape)).toEqual([
    ['heading', 'The ferry'],
    [
      [1, true, 'a ticket'],
      [2, false, '2. a leash'],
    ],
    {
      columns: ['Season', 'Fare'],
      rows: [
        ['Summer', '$4.50'],
        ['Winter', '$3.25'],
      ],
    },
    'page 2',
    ['Open', ': daily'],
    ['paragraph', '\n\nloose'],
  ])
})

test('a highlight over a row is in each of its cells, and begins once', () => {
  const nodes = layOut(TEXT, 'en', BLOCKS, [], { start: winter, end: winter + 'Season: Winter · Fare: $3.25'.length })
  const table = nodes.find((node) => node.kind === 'table')
  const pieces = table?.kind === 'table' ? table.rows.flatMap(({ cells }) => cells.flatMap((run) => run?.pieces ?? [])) : []
  expect(pieces.map(({ start, end, marked, first = false }) => [TEXT.slice(start, end), marked, first])).toEqual([
    ['Summer', false, false],
    ['$4.50', false, false],
    ['Winter', true, true],
    ['$3.25', true, false],
  ])
})

test('a document without blocks is one paragraph, and nothing of it is lost', () => {
  expect(layOut(TEXT, 'en', [], [], undefined).map(shape)).toEqual([['paragraph', TEXT]])
})
