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
