import { expect, test } from 'vitest'
import { readMarkdown } from './markdown.ts'

const SOURCE = `---
layout: post
---
# Le **plan** numérique

Un texte avec un [lien](https://exemple.ca "titre") et du \`code\` &amp; plus.

- premier
- deuxième

| Poste | Montant |
|-------|---------|
| Formation | 17,5 M$ |

<script>alert(1)</script>
`

test('a reader of the page sees the same text: no markup, no link target, no HTML, no front matter', () => {
  const { text, title } = readMarkdown(SOURCE)
  expect(title).toBe('Le plan numérique')
  expect(text).toBe(
    [
      'Le plan numérique',
      'Un texte avec un lien et du code & plus.',
      '  • premier\n  • deuxième',
      'Poste\u00a0: Formation · Montant\u00a0: 17,5 M$',
    ].join('\n\n'),
  )
})

test('a link whose target a template writes is its text alone; what only looks like one stays (negative control)', () => {
  const text = (source: string): string => readMarkdown(source).text
  expect(text('See [paid leave]({% page "/leave/paid/#how" %}) and [the guide]({{ site.base }}/guide).')).toBe(
    'See paid leave and the guide.',
  )
  expect(text('The list [a] ({% note %}) stays.')).toBe('The list [a] ({% note %}) stays.')
  expect(text('```\n[x]({% page "/y" %})\n```')).toBe('[x]({% page "/y" %})')
})
