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

test.each([
  ['Use <template> of HTML.\n\nThe rest is read.', 'Use <template> of HTML.\n\nThe rest is read.'],
  [
    '<title> comes first.\n\nThe <title> element is needed, as in <title>My page</title>.',
    '<title> comes first.\n\nThe <title> element is needed, as in <title>My page</title>.',
  ],
  ['Tapez <votre nom>, puis <Entrée>; sortez-le de <table>.', 'Tapez <votre nom>, puis <Entrée>; sortez-le de <table>.'],
])('an element that a text speaks of is written out, and swallows nothing: %s', (source, text) => {
  expect(readMarkdown(source).text).toBe(text)
})

test.each([
  ['<details><summary>More</summary>\n\nWithin.\n\n</details>\n\nAfter.', 'More\n\nWithin.\n\nAfter.'],
  ['A <b>bold</b> word, <kbd>Ctrl</kbd>, one<br>two. <script>alert(1)</script><style>p {}</style>', 'A bold word, Ctrl, one\ntwo.'],
  ['<svg><title>Logo</title></svg>\n\nText.', 'Text.'],
  ['<iframe src="https://example.org"></iframe>\n\nText.', 'Text.'],
])('… and elements that are meant as such are read as HTML is (negative control): %s', (source, text) => {
  expect(readMarkdown(source).text).toBe(text)
})
