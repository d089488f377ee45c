import { expect, test } from 'vitest'
import { citedSentences } from './cited.ts'

test('a sentence is whole when text follows its numbers, or a line end; a full stop may stand on either side of them', () => {
  expect(citedSentences('It opened in 1998 [3]. It is closed. [1][2]\n')).toEqual({
    whole: [
      { text: 'It opened in 1998.', numbers: [3] },
      { text: 'It is closed.', numbers: [1, 2] },
    ],
    open: '',
  })
})

test('what another number or a full stop may still follow stays open', () => {
  for (const text of [
    'It opened in 1998',
    'It opened in 1998 [3]',
    'It opened in 1998 [3].',
    'It opened in 1998 [3][',
    'It opened in 1998 [3] [1, ',
  ]) {
    expect(citedSentences(text), text).toEqual({ whole: [], open: text })
  }
  expect(citedSentences('It opened in 1998 [3]. It').whole).toEqual([{ text: 'It opened in 1998.', numbers: [3] }])
})

test('numbers in one pair of brackets, with spaces, or beyond three digits', () => {
  expect(citedSentences('One [1, 2; 3] two [ 4 ]\n').whole).toEqual([
    { text: 'One.', numbers: [1, 2, 3] },
    { text: 'two.', numbers: [4] },
  ])
  // Four digits are a year in brackets, not a citation.
  expect(citedSentences('In [2024] it rained\n')).toEqual({ whole: [], open: 'In [2024] it rained\n' })
})

test('list marks and line ends are removed; numbers without words make no sentence', () => {
  expect(citedSentences('\n- Le phare\nest ouvert [2]\n• « Fermé. » [3]\n').whole).toEqual([
    { text: 'Le phare est ouvert.', numbers: [2] },
    { text: '« Fermé. »', numbers: [3] },
  ])
  expect(citedSentences('[1] … [2]\n').whole).toEqual([])
})

test('pieces of any length give the same sentences as the whole text', () => {
  const text = 'The ferry opened in 1998 [3]. It carries 70 cars [1][2] and no trucks. [4]\n'
  for (let size = 1; size <= text.length; size++) {
    const found: unknown[] = []
    let rest = ''
    for (let at = 0; at < text.length; at += size) {
      const { whole, open } = citedSentences(rest + text.slice(at, at + size))
      found.push(...whole)
      rest = open
    }
    expect(found, `pieces of ${size}`).toEqual(citedSentences(text).whole)
  }
})

test('a number before a sentence is that sentence’s', () => {
  expect(citedSentences('[1] It opened in 1998. [2][3] It carries 70 cars. [4]: No trucks.\n')).toEqual({
    whole: [
      { text: 'It opened in 1998.', numbers: [1] },
      { text: 'It carries 70 cars.', numbers: [2, 3] },
      { text: 'No trucks.', numbers: [4] },
    ],
    open: '',
  })
  expect(citedSentences('- [1] Le phare est ouvert\n- [2] Il est fermé\n').whole).toEqual([
    { text: 'Le phare est ouvert.', numbers: [1] },
    { text: 'Il est fermé.', numbers: [2] },
  ])
  // On both sides, and a sentence that may go on.
  expect(citedSentences('[1] It opened in 1998. [3]\n').whole).toEqual([{ text: 'It opened in 1998.', numbers: [1, 3] }])
  expect(citedSentences('[1] It opened in 1998. [3]')).toEqual({ whole: [], open: '[1] It opened in 1998. [3]' })
  expect(citedSentences('[1] It opened in 1998.').whole).toEqual([])
  // A number that stands before the full stop is behind its sentence, whatever the text began with.
  expect(citedSentences('[1] It opened in 1998 [3]. It is closed [4].\n').whole).toEqual([
    { text: 'It opened in 1998.', numbers: [3] },
    { text: 'It is closed.', numbers: [4] },
  ])
})

test('… in pieces of any length too', () => {
  const text = '[3] The ferry opened in 1998. [1][2] It carries 70 cars.\n[4] No trucks.\n'
  for (let size = 1; size <= text.length; size++) {
    const found: unknown[] = []
    let rest = ''
    for (let at = 0; at < text.length; at += size) {
      const { whole, open } = citedSentences(rest + text.slice(at, at + size))
      found.push(...whole)
      rest = open
    }
    expect(found, `pieces of ${size}`).toEqual([
      { text: 'The ferry opened in 1998.', numbers: [3] },
      { text: 'It carries 70 cars.', numbers: [1, 2] },
      { text: 'No trucks.', numbers: [4] },
    ])
  }
})
