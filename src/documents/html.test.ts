import { expect, test } from 'vitest'
import { readHtml } from './html.ts'

const lines = (html: string): string[] => readHtml(html).text.split(/\n+/)
const blocks = (html: string): string[] => {
  const { text, blocks = [] } = readHtml(html)
  return blocks.map(({ kind, level, label, start, end }) => [kind, level, label, text.slice(start, end)].filter(Boolean).join(' | '))
}

test('what was struck out is no text, and numbers keep apart from what is raised beside them', () => {
  expect(lines('<p>The rent is <s>700</s> <strike>720</strike> <del>730</del> 750<sup>1</sup> dollars for 30 m<sup>2</sup>.')).toEqual([
    'The rent is 750 ⁽¹⁾ dollars for 30 m².',
  ])
  expect(lines('<p>Cut it at 2<sup>3</sup>/<sub>4</sub> inches.')).toEqual(['Cut it at 2 3/4 inches.'])
  expect(lines('<p>It costs <span style="text-decoration: line-through">90</span> 80 dollars.')).toEqual(['It costs 80 dollars.'])
})

test.each([
  '<p style="color:#fff">secret',
  '<p style="color: rgb(255, 255, 255); background: white">secret',
  '<div style="background:#123456"><p style="color:#123456">secret',
  '<p style="position:absolute; left:-9999px">secret',
  '<p style="text-indent:-5000px">secret',
  '<p style="visibility:hidden">secret',
  '<p style="font-size:0">secret',
  '<p style="font-size: 1px">secret',
  '<p style="opacity: 0.01">secret',
  '<p style="height:0;overflow:hidden">secret',
  '<style>.tiny { font-size: 0px }</style><p class="a tiny">secret',
  '<font color="white">secret</font>',
])('%s is out of sight, and a reader should know', (html) => {
  const { text, warnings } = readHtml(`<html><body><p>Words stay.</p>${html}</p></body></html>`)
  expect([text, warnings]).toEqual(['Words stay.', ['hidden-text']])
})

test('… and what can be seen stays, without a warning (the twin)', () => {
  for (const html of [
    '<p style="color:#fff;background:#003366">seen',
    '<div style="background-color:navy"><p style="color:white">seen',
    '<p style="font-size:10px; opacity: 0.9">seen',
    '<p style="color:#333">seen',
    '<style>@media print { .a { visibility: hidden } }</style><p class="a">seen',
  ]) {
    expect(readHtml(`<body>${html}`), html).toMatchObject({ text: 'seen' })
    expect(readHtml(`<body>${html}`).warnings, html).toBeUndefined()
  }
})

test('lists count as they are shown', () => {
  expect(lines('<ol start=5><li>a<li>b</ol>')).toEqual(['  5. a', '  6. b'])
  expect(lines('<ol type=a><li>a<li value=4>b<li>c</ol>')).toEqual(['  a. a', '  d. b', '  e. c'])
  expect(lines('<ol type=I start=9><li>a<li>b</ol>')).toEqual(['  IX. a', '  X. b'])
  expect(lines('<ol reversed><li>a<li>b</ol>')).toEqual(['  2. a', '  1. b'])
  expect(blocks('<ul><li>one<ul><li>two</ul></ul>')).toEqual(['item | 1 | • one', 'item | 2 | • two'])
})

test('rows are read with the headers of their columns, cells that span too', () => {
  const html =
    '<table><tr><th rowspan=2>Zone<th colspan=2>Price<tr><th>Week<th>Month<tr><td>North<td>5<td>18<tr><td rowspan=2>South<td>6<td>20<tr><td>7<td></table>'
  expect(lines(html)).toEqual([
    'Zone: North · Price – Week: 5 · Price – Month: 18',
    'Zone: South · Price – Week: 6 · Price – Month: 20',
    'Zone: South · Price – Week: 7',
  ])
  expect(blocks('<html lang=en><table><tr><th>Pass<th>Price<tr><td>Day<td>4</table>')).toEqual([
    'table | Pass: Day · Price: 4',
    'row | Pass: Day · Price: 4',
    'cell | Pass | Day',
    'cell | Price | 4',
  ])
})

test('a cell over the whole width names the rows below it, above the heads as between the rows', () => {
  const html =
    '<html lang=en><table><tr><td colspan=3>Branches</td></tr><tr><td>Branch<td>Phone<td>Room</tr><tr><td>North<td>555-0101<td>3</tr><tr><td colspan=3>Closed</td></tr><tr><td>South<td>555-0102<td>4</table>'
  expect(lines(html)).toEqual([
    'Branches',
    'Branch: North · Phone: 555-0101 · Room: 3',
    'Closed',
    'Branch: South · Phone: 555-0102 · Room: 4',
  ])
})

test('labels and values are pairs: definition lists, tables of two columns that nothing heads', () => {
  expect(blocks('<html lang=en><dl><dt>Owner<dd>Lise Roy<dt>Built<dd>1908</dl>')).toEqual([
    'pair | Owner | Owner: Lise Roy',
    'pair | Built | Built: 1908',
  ])
  expect(blocks('<html lang=en><table><tr><td>Owner<td>Lise Roy<tr><td>Built<td>1908</table>')).toEqual([
    'table | Owner: Lise Roy\nBuilt: 1908',
    'pair | Owner | Owner: Lise Roy',
    'pair | Built | Built: 1908',
  ])
})

test('a cell may tell its language: a text beside its translation is no label with its value', () => {
  const row = (en: string, fr: string): string => `<tr><td lang="en">${en}</td><td lang="fr-CA">${fr}</td></tr>`
  const table = `<table>${row('Roy Lac Roy One.', 'Lac Roy Lac One.')}${row('Roy Lac Roy Two.', 'Lac Roy Lac Two.')}</table>`
  expect(lines(table)).toEqual(['Roy Lac Roy One.', 'Roy Lac Roy Two.', 'Lac Roy Lac One.', 'Lac Roy Lac Two.'])
  expect(lines(table.replaceAll('fr-CA', 'en'))[1], 'in one language its rows are read (negative control)').toBe('Lac Roy Lac One.')
})

test('a table that arranges a page is read as the text it holds', () => {
  expect(lines('<table><tr><td><p>One.</p><table><tr><td>a</table><td>Two.</table>')).toEqual(['One.', 'a', 'Two.'])
})

test('menus and cookie banners that are plain divs are furniture; a menu to eat from is not', () => {
  const menu = '<div class="main-menu"><a href=a>Home</a> <a href=b>News</a> <a href=c>Contact us</a></div>'
  const cookies = '<div id="cookie-banner">We would like to set cookies. <button>Fine</button></div>'
  expect(readHtml(`<body>${menu}${cookies}<p>Words stay.</p></body>`).text).toBe('Words stay.')
  expect(readHtml('<body><div class="menu">Pea soup, 4 dollars.</div></body>').text).toBe('Pea soup, 4 dollars.')
})

test('what a button opens is content: panels of accordions and tabs, under what their buttons say', () => {
  const accordion =
    '<h2><button aria-expanded="false" aria-controls="a">Pools</button></h2><div id="a" hidden><p>A pool costs $140.</div>' +
    '<button aria-expanded="false" aria-controls="b">Fences</button><div id="b" style="display:none"><p>A fence costs $35.</div>'
  expect(blocks(accordion)).toEqual([
    'heading | 2 | Pools',
    'paragraph | A pool costs $140.',
    'heading | 6 | Fences',
    'paragraph | A fence costs $35.',
  ])
  const tabs =
    '<ul role="tablist"><li><a role="tab" aria-controls="x">Online</a><li><a role="tab" aria-controls="y">In person</a></ul>' +
    '<div role="tabpanel" id="x"><p>Any hour.</div><div role="tabpanel" id="y" hidden><p>Until noon.</div>'
  expect(blocks(tabs)).toEqual(['heading | 6 | Online', 'paragraph | Any hour.', 'heading | 6 | In person', 'paragraph | Until noon.'])
})

test.each([
  ['a heading that is a button', '<h3><button aria-expanded="false">Pools</button></h3><div style="display:none">'],
  ['a button, what it opens hidden', '<button>Pools</button>\n<div hidden>'],
  ['a button, what it opens closed by a style sheet', '<style>.p{display:none}</style><button>Pools</button><div class="p">'],
  ['a link of Bootstrap', '<a data-toggle="collapse" href="#a">Pools</a><p>Open</p><div id="a" style="display:none">'],
  ['a target of Bootstrap', '<button data-bs-toggle="collapse" data-bs-target="#a">Pools</button><hr><div id="a" hidden>'],
])('… named by %s', (_, opening) => {
  const own = lines(`<body>${opening}<p>A pool costs $140.</p></div></body>`)
  expect([own[0], own.at(-1)]).toEqual(['Pools', 'A pool costs $140.'])
})

test.each([
  ['a dialog', '<button data-toggle="modal" data-target="#a">Pools</button><div id="a" hidden>'],
  ['what a form says when it is sent', '<form><button>Send</button><div hidden>'],
  ['what stands apart from the button', '<button>Copy</button><p>Fees.</p><div hidden>'],
  ['what words part from the button', '<button>Copy</button> the link <div hidden>'],
  ['what opens as a menu', '<button aria-haspopup="true">More</button><div hidden>'],
  ['code', '<button>Copy</button><template hidden>'],
])('… but not %s (negative control)', (_, opening) => {
  expect(readHtml(`<body>${opening}<p>Thank you, it was sent.</p>`).text).not.toMatch(/Thank you|Copy\n|Pools|Send|More/)
})

test('… but no menu, no dialog, no button beside a heading, and nothing hidden that no button opens (negative control)', () => {
  const menu =
    '<button aria-expanded="false" aria-controls="m">Menu</button><div id="m" hidden><a href="/a">Home</a> <a href="/b">News</a></div>'
  const dialog = '<button aria-expanded="false" aria-controls="d">More</button><div id="d" role="dialog" hidden><p>Join our list.</div>'
  expect(lines(`<body>${menu}${dialog}<h2>Fees <button>Copy the link</button></h2><p hidden>Old.</p><button>Send</button>`)).toEqual([
    'Fees',
  ])
})

test('marks of notes are marks alone, and the way back from a note is no text, as governments write both', () => {
  const note = (name: string, back: string): string =>
    `<p>It costs $85.<sup><a href="#n"><span>${name} </span>1</a></sup></p><dl><dt>${name} 1</dt><dd><p>Not on Sunday.</p><p><a href="#r"><span>${back}</span></a></p></dd></dl>`
  expect(lines(note('Footnote', 'Return to footnote 1 referrer'))).toEqual(['It costs $85. ⁽¹⁾', 'Footnote 1: Not on Sunday.'])
  expect(lines(`<html lang="fr"><body>${note('Note de bas de page', 'Retour à la référence de la note de bas de page 1')}`)).toEqual([
    'It costs $85. ⁽¹⁾',
    'Note de bas de page 1\u00a0: Not on Sunday.',
  ])
  expect(lines('<p>See <a href="#notes">the notes</a> and <a href="#t">back to school</a>.')).toEqual(['See the notes and back to school.'])
})

test('a link whose role is that of a mark of a note is one, raised or not; another link is text', () => {
  const link = (role: string): string => `<p>It costs $85<a ${role} href="#n">[1]</a> a day.`
  expect(lines(link('role="doc-noteref"'))).toEqual(['It costs $85 ⁽¹⁾ a day.'])
  expect(lines(link('')), '(negative control)').toEqual(['It costs $85[1] a day.'])
})

test('who is quoted is told below the quotation; the foot of the page is not', () => {
  expect(lines('<blockquote><p>We will.</p><footer>— Josée Côté, mayor</footer></blockquote><footer>All rights reserved</footer>')).toEqual(
    ['We will.', '— Josée Côté, mayor'],
  )
})

test('the trail of pages above the content is furniture although its last step is no link', () => {
  const trail = (name: string): string =>
    `<div class="${name}"><a href="/">Accueil</a> &gt; <a href="/s">Services</a> &gt; Collecte des matières</div>`
  expect(lines(`<body>${trail('fil-ariane')}${trail('breadcrumb')}${trail('path')}<p>Le mardi.`)).toEqual([
    'Accueil > Services > Collecte des matières',
    'Le mardi.',
  ])
})

test('an element whose role is that of a heading heads what follows', () => {
  expect(blocks('<div role="heading" aria-level="2">Rules</div><p>No glass.')).toEqual(['heading | 6 | Rules', 'paragraph | No glass.'])
})
