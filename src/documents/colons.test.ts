import { expect, test } from 'vitest'
import { withColonsOf } from './colons.ts'
import { describeDocument } from './read.ts'
import { readCsv, readJson } from './records.ts'

const described = (read: ReturnType<typeof readCsv>) => describeDocument({ ...read, source: 'a.csv', sha256: '' })

test('labels and values are set apart as the language of the document does it, whatever a part of it looked like', () => {
  const named = ['Permis de construire', 'Demande de dérogation', 'Plan du cadastre', 'Certificat de localisation', 'Avis de cotisation']
  const fees = [
    ...named.map((name) => [name, '32', 'Présentez-vous au comptoir de la mairie avec vos papiers d’identité.']),
    ...Array.from({ length: 20 }, (_, i) => [
      `Inspection of a house, ${i + 1}`,
      '40',
      'Bring the drawing of the house and a proof of your address.',
    ]),
  ]
  const csv = readCsv(`Service,Fee,How to ask\n${fees.map((row) => row.map((cell) => `"${cell}"`).join(',')).join('\n')}\n`)
  // Its first rows are French.
  expect(csv.text).toContain('Fee\u00a0: 32')
  const english = described(csv)
  expect(english.language).toBe('en')
  expect(english.text).toContain('Service: Permis de construire · Fee: 32 · How to ask: Présentez-vous')
  expect(english.text).not.toContain('\u00a0: ')
  // Every cell is where its value stands.
  const cells = english.blocks.filter(({ kind }) => kind === 'cell')
  expect(cells.map(({ start, end }) => english.text.slice(start, end))).toEqual(fees.flat())
  const french = described(
    readJson(
      JSON.stringify([{ service: 'Parking', prix: '3 $', où: 'Devant l’hôtel de ville, du côté de la rivière et du marché public.' }]),
    ),
  )
  expect([french.language, french.text.includes('prix\u00a0: 3 $')]).toEqual(['fr', true])
})

test('pairs, cells and pages move along; colons of the document itself stay (negative control)', () => {
  const text = 'Fee\u00a0: 32\nNote\u00a0: said «\u00a0Prix\u00a0: 3\u00a0»\n\nEnd\u00a0: of it'
  const pair = (label: string) => ({
    kind: 'pair' as const,
    start: text.indexOf(label),
    end: text.indexOf('\n', text.indexOf(label)),
    label,
  })
  const last = { kind: 'paragraph' as const, start: text.indexOf('End'), end: text.length }
  const set = withColonsOf('en', { text, blocks: [pair('Fee'), pair('Note'), last], pages: [0, last.start] })
  expect(set?.text).toBe('Fee: 32\nNote: said «\u00a0Prix\u00a0: 3\u00a0»\n\nEnd\u00a0: of it')
  expect(set?.blocks?.map(({ start, end }) => set.text.slice(start, end))).toEqual([
    'Fee: 32',
    'Note: said «\u00a0Prix\u00a0: 3\u00a0»',
    'End\u00a0: of it',
  ])
  expect(set?.text.slice(set.pages?.[1])).toBe('End\u00a0: of it')
  expect(withColonsOf('fr', { text, blocks: [pair('Fee')] })).toBeUndefined()
  expect(withColonsOf('en', { text, blocks: [last] })).toBeUndefined()
})
