import { expect, test } from 'vitest'
import { readMarkdown } from '../documents/markdown.ts'
import { describeDocument } from '../documents/read.ts'
import type { SourceDocument } from '../domain.ts'
import { sectionAt, sectionSpan } from './sections.ts'

const LEASE = describeDocument({
  source: 'bail.txt',
  sha256: '',
  text: `Bail du quai

Article 1. Le locataire paie 900 dollars par mois.

Article 2. Le locataire entretient le quai. Il repeint la rampe chaque été.

Article 3. Le bail prend fin le 30 juin.`,
})

const textOf = ({ text }: SourceDocument, span: { start: number; end: number } | undefined) => span && text.slice(span.start, span.end)

test('a section runs from its number to the next one', () => {
  expect(textOf(LEASE, sectionSpan(LEASE, '2', 'article'))).toBe(
    'Article 2. Le locataire entretient le quai. Il repeint la rampe chaque été.',
  )
  expect(textOf(LEASE, sectionSpan(LEASE, '3', 'article'))).toBe('Article 3. Le bail prend fin le 30 juin.')
  expect(sectionSpan(LEASE, '4', 'article')).toBeUndefined()
})

const BYLAW = describeDocument({
  source: 'bylaw.md',
  sha256: '',
  ...readMarkdown(`# Boat by-law

## 1 General

1. Boats are tied up at night.
2. Dogs stay on deck.

### 1.1 Noise

No horn is blown after nine, under section 2.

#### 1.1.1 Exceptions

Fog.

## 2 Fees

2 dollars a night are paid for a canoe.

### 2.1 Late fees

They are 5 dollars.
`),
})

test('sections within a section belong to it; a sentence or an item that begins with a number is no section beside a heading that does', () => {
  expect(
    textOf(BYLAW, sectionSpan(BYLAW, '1.1', 'section'))
      ?.split('\n')
      .filter(Boolean),
  ).toEqual(['1.1 Noise', 'No horn is blown after nine, under section 2.', '1.1.1 Exceptions', 'Fog.'])
  expect(textOf(BYLAW, sectionSpan(BYLAW, '2', 'section'))).toMatch(/^2 Fees[\s\S]*5 dollars\.$/)
  expect(textOf(BYLAW, sectionSpan(BYLAW, '1', 'section'))).toMatch(/^1 General[\s\S]*Fog\.$/)
})

test('a number in the middle of a sentence is no section (negative control)', () => {
  for (const number of ['9', '5', '3']) expect(sectionSpan(BYLAW, number, 'section')).toBeUndefined()
})

test('the section that an offset stands in has the parts below its heading, and nothing of the next one', () => {
  const at = (words: string): string | undefined => textOf(BYLAW, sectionAt(BYLAW, BYLAW.text.indexOf(words)))
  expect(at('Dogs stay')).toContain('Boats are tied up')
  expect(at('Dogs stay')).toContain('Noise')
  expect(at('Boat by-law')).toBe(BYLAW.text)
})
