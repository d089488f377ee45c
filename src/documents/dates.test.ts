import { expect, test } from 'vitest'
import { changedOn, datelineLength, findDate, statesDate } from './dates.ts'

test.each([
  ['01 octobre 2015', '2015-10-01'],
  ['QUÉBEC, le 1er sept. 2020 /CNW Telbec/', '2020-09-01'],
  ['Québec, Quebec, June 3, 2019 – The', '2019-06-03'],
  ['18 May 2018', '2018-05-18'],
  ['Digital Government 10-15-2020', '2020-10-15'],
  ['le 2 août 2021', '2021-08-02'],
  ['date 2020-09 QUÉBEC', '2020-09'],
  ['date 2020-09 QUÉBEC, le 1er sept. 2020', '2020-09-01'],
  ['15-10-2020', '2020-10-15'],
  ['Last updated: 2024/03/05', '2024-03-05'],
  ['Rev. 2024/3/5', '2024-03-05'],
  ['le 25/12/2023', '2023-12-25'],
  ['on 12/25/2023', '2023-12-25'],
  ['du 04/04/2024', '2024-04-04'],
])('%s', (text, iso) => {
  expect(findDate(text)).toBe(iso)
})

test.each([
  ['Last update: August 10, 2026', '2026-08-10'],
  ['Date modified:\u00a02024-03-01', '2024-03-01'],
  ['This page was last updated on 3 May 2021.', '2021-05-03'],
  ['(Updated on June 2, 2020)', '2020-06-02'],
  ['Dernière mise à jour\u202f: 2 juillet 2024', '2024-07-02'],
  ['Date de modification\u00a0: 2019-11', '2019-11'],
  ['Date de la dernière révision : le 1er mars 2018', '2018-03-01'],
  ['Mise à jour le 19 février 2026', '2026-02-19'],
  ['Last reviewed: March 2021', '2021-03'],
  ['Updated: March 3, 2024', '2024-03-03'],
  ['Last modification: 2024-03-01', '2024-03-01'],
  ['**Last updated:** March 3, 2024', '2024-03-03'],
  ['Last updated on Tuesday, March 5, 2024 at 10:00', '2024-03-05'],
  ['Mis à jour en mars 2024', '2024-03'],
  ['Dernière mise à jour : août 2023', '2023-08'],
  ['Last updated: 2024/03/05', '2024-03-05'],
  ['Dernière mise à jour : 25/12/2023', '2023-12-25'],
] as const)('a document was changed on: %s', (line, iso) => {
  expect(changedOn(line)).toBe(iso)
})

test.each([
  'The list was last updated by the clerk, who had kept it since June 2, 2020, in a notebook of her own.',
  'Updates are sent on June 2, 2020.',
  'Modified tractors were shown on June 2, 2020.',
  'La mise à jour des cartes commence le 2 juin 2020.',
  'Mise à jour : la piscine ouvrira le 3 juin 2025',
  'Modification : le tarif passe à 20 $ le 3 mai 2025',
  'Modification 2019-05 au règlement',
  'Modified on request until May 3, 2025',
  'Updated on the first Monday after May 3, 2024',
  'Last updated prices valid until 3 May 2025',
  'Date of next revision: May 3, 2027',
  'Last updated: 03/04/2024',
  'June 2, 2020',
])('%s: no date of a change (negative control)', (line) => {
  expect(changedOn(line)).toBeUndefined()
})

test('what is no date is not taken for one', () => {
  expect(findDate('call 555-123-4567')).toBeUndefined()
  expect(findDate('45-45-2020')).toBeUndefined()
  expect(findDate('pages 12/2024/03/05')).toBeUndefined()
  // The third of April or the fourth of March.
  expect(findDate('03/04/2024')).toBeUndefined()
  expect(findDate('mayor 12, 2020 seats')).toBeUndefined()
})

test('a sentence states a date by a day, a month or a year, not by an amount', () => {
  expect(statesDate('lancé en 2014')).toBe(true)
  expect(statesDate('le 4 novembre')).toBe(true)
  expect(statesDate('tabled on March 21')).toBe(true)
  expect(statesDate('$2000 for training')).toBe(false)
  expect(statesDate('with its 500 members')).toBe(false)
  expect(statesDate('il marche 12 heures')).toBe(false)
})

test('a dateline is measured, an ordinary sentence has none', () => {
  const dateline = 'FREDERICTON (GNB) – '
  expect(datelineLength(`${dateline}Le gouvernement provincial s’associe.`)).toBe(dateline.length)
  const cnw = 'QUÉBEC, le 1er sept. 2020 /CNW Telbec/ - '
  expect(datelineLength(`${cnw}Le gouvernement du Québec est fier.`)).toBe(cnw.length)
  expect(datelineLength('Le gouvernement du Québec est fier – très fier.')).toBe(0)
  expect(datelineLength('Region: North · 2025 – Q1: 1 · 2025 – Q2: 2'), 'a row of a table').toBe(0)
  expect(datelineLength('Exercice : 2025 – 2026'), 'a label with its value').toBe(0)
})
