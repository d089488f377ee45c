/** Office formats of which each test makes the least that shows one property. */

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { utils, type WorkSheet, write } from '@e965/xlsx'
import JSZip from 'jszip'
import { expect, test } from 'vitest'
import { readDocx } from './docx.ts'
import { readFormat } from './formats.ts'
import { readMail } from './mail.ts'
import { readOpenDocument } from './odf.ts'
import { readSlides } from './pptx.ts'
import { readRtf } from './rtf.ts'
import { readSheets } from './sheets.ts'

const lines = ({ text }: { text: string }): string[] => text.split(/\n+/)

async function packed(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new JSZip()
  for (const [name, xml] of Object.entries(parts)) zip.file(name, xml)
  return zip.generateAsync({ type: 'nodebuffer' })
}

// ---- workbooks ----

function book(sheet: WorkSheet): Buffer {
  const own = utils.book_new()
  utils.book_append_sheet(own, sheet, 'S')
  return write(own, { bookType: 'xlsx', type: 'buffer', cellStyles: true }) as Buffer
}

test('the short date of a workbook is one day, whoever opens it; a format of its own is as it is shown', async () => {
  const sheet = utils.aoa_to_sheet([
    ['Permit', 'Short', 'With time', 'Own'],
    ['Fire', 46086, 46086.5, 46086],
    ['Dog', 46087, 46087.25, 46087],
  ])
  for (const [column, z] of Object.entries({ B: 'm/d/yy', C: 'm/d/yy h:mm', D: 'd mmm yyyy' }))
    for (const row of [2, 3]) sheet[`${column}${row}`].z = z
  expect(lines(await readSheets(book(sheet)))).toContain('Permit: Fire · Short: 2026-03-05 · With time: 2026-03-05 12:00 · Own: 5 Mar 2026')
})

test('a long whole number is written in full', async () => {
  const sheet = utils.aoa_to_sheet([
    ['Name', 'Account'],
    ['Ann', 12345678901234],
    ['Bob', 98765432109876],
  ])
  expect(lines(await readSheets(book(sheet)))).toContain('Name: Ann · Account: 12345678901234')
})

test('merged cells span the columns that are shown, and keep their text where they begin in a hidden one', async () => {
  const sheet = utils.aoa_to_sheet([
    ['Zone', 'Code', 'Fee', 'Days'],
    ['North', 'x1', 3, 5],
    ['South', 'x2', 4, 6],
    ['Everywhere', null, 9, 8],
    ['Here', 'Whole', null, 7],
  ])
  sheet['!cols'] = [{}, { hidden: true }, {}, {}]
  sheet['!merges'] = [
    { s: { r: 3, c: 0 }, e: { r: 3, c: 1 } },
    { s: { r: 4, c: 1 }, e: { r: 4, c: 2 } },
  ]
  const found = lines(await readSheets(book(sheet)))
  expect(found).toContain('Zone: Everywhere · Fee: 9 · Days: 8')
  expect(found).toContain('Zone: Here · Fee: Whole · Days: 7')
})

test('numbers of a French sheet have the separators of French, where a comma is that of decimals; those of an English one stay', async () => {
  const sheet = (head: string[], names: string[]): WorkSheet => {
    const own = utils.aoa_to_sheet([head, [names[0], 120000, 0.075, 46086], [names[1], 24000.5, 0.1, 46087]])
    for (const row of [2, 3])
      for (const [column, z] of Object.entries({ B: '#,##0.00 "$"', C: '0.0%', D: 'yyyy-mm-dd' })) own[`${column}${row}`].z = z
    return own
  }
  const french = await readSheets(
    book(
      sheet(['Poste de dépense', 'Montant prévu', 'Part du total', 'Date de début'], ['Les salaires de la ville', 'Le loyer du bureau']),
    ),
  )
  expect(lines(french)[1]).toBe(
    'Poste de dépense\u00a0: Les salaires de la ville · Montant prévu\u00a0: 120\u00a0000,00 $ · Part du total\u00a0: 7,5% · Date de début\u00a0: 2026-03-05',
  )
  const english = await readSheets(
    book(sheet(['Expense of the town', 'Amount', 'Share of the total', 'Start'], ['The wages of the staff', 'The rent of the office'])),
  )
  expect(lines(english)[1]).toContain('Amount: 120,000.00 $ · Share of the total: 7.5% · Start: 2026-03-05')
})

// ---- files with macros, templates ----

const CELLS = [
  ['Service', 'Fee', 'Days'],
  ['Pool', 5, 1],
  ['Gym', 6, 2],
]
const WORD = {
  '[Content_Types].xml':
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
  '_rels/.rels':
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
  'word/document.xml':
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>The pool costs $5.</w:t></w:r></w:p></w:body></w:document>',
}

test.each(['docm', 'dotx', 'xlsm', 'xlsb', 'pptm', 'ppsx'] as const)(
  'a file that ends in .%s is read as those of its program',
  async (kind) => {
    const own = utils.book_new()
    utils.book_append_sheet(own, utils.aoa_to_sheet(CELLS), 'S')
    const slide = `<p:sld>${shape(`<p:ph type="body"/>${paragraph('The pool costs $5.', '<a:buNone/>')}`)}</p:sld>`
    const bytes =
      kind === 'xlsm' || kind === 'xlsb'
        ? (write(own, { bookType: kind, type: 'buffer' }) as Buffer)
        : await packed(/^d/.test(kind) ? WORD : { 'ppt/slides/slide1.xml': slide })
    const file = join(mkdtempSync(join(tmpdir(), 'sourcier-kind-')), `a.${kind}`)
    writeFileSync(file, bytes)
    const reply = await readFormat({ file, ocr: false })
    expect('read' in reply ? reply.read.text : reply).toContain(/^x/.test(kind) ? 'Service: Pool · Fee: 5 · Days: 1' : 'The pool costs $5.')
  },
)

// ---- presentations ----

const shape = (inside: string): string => `<p:sp><p:nvPr/>${inside}</p:sp>`
const paragraph = (text: string, properties = ''): string => `<a:p><a:pPr>${properties}</a:pPr><a:r><a:t>${text}</a:t></a:r></a:p>`

test('a table that was put in after the footer of a slide is none of the footer', async () => {
  const cell = (text: string): string => `<a:tc><a:txBody>${paragraph(text)}</a:txBody></a:tc>`
  const row = (...cells: string[]): string => `<a:tr>${cells.map(cell).join('')}</a:tr>`
  const slide = `<p:sld>${shape(`<p:ph type="ftr"/>${paragraph('Town of Belmont')}`)}<p:graphicFrame><a:tbl>${row('Service', 'Fee')}${row('Pool', '$5')}${row('Gym', '$6')}</a:tbl></p:graphicFrame></p:sld>`
  expect(lines(await readSlides(await packed({ 'ppt/slides/slide1.xml': slide })))).toEqual([
    'Service: Pool · Fee: $5',
    'Service: Gym · Fee: $6',
  ])
})

test('numbered paragraphs of a slide have their numbers', async () => {
  const auto = (type: string, more = ''): string => `<a:buAutoNum type="${type}"${more}/>`
  const body = [
    paragraph('Open the file', auto('arabicPeriod')),
    paragraph('Sign it', auto('arabicPeriod')),
    paragraph('A word between', '<a:buNone/>'),
    paragraph('Send it', auto('alphaLcParenR', ' startAt="3"')),
  ]
  const slide = `<p:sld>${shape(`<p:ph type="body"/>${body.join('')}`)}</p:sld>`
  expect(lines(await readSlides(await packed({ 'ppt/slides/slide1.xml': slide })))).toEqual([
    '  1. Open the file',
    '  2. Sign it',
    'A word between',
    '  c) Send it',
  ])
})

// ---- OpenDocument ----

const openDocument = (body: string, styles = ''): Promise<Buffer> =>
  packed({
    'content.xml': `<office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text>${body}</office:text></office:body>`,
  })

test('a footnote stands below the paragraph that it belongs to, and does not part its sentence', async () => {
  const note =
    '<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Tax not included.</text:p></text:note-body></text:note>'
  const read = await readOpenDocument(await openDocument(`<text:p>The fee is $10${note} a day.</text:p><text:p>Pay at the desk.</text:p>`))
  expect(lines(read)).toEqual(['The fee is $10 ⁽¹⁾ a day.', '⁽¹⁾ Tax not included.', 'Pay at the desk.'])
})

test('lists have their numbers, also where one goes on after a break', async () => {
  const level = (i: number, format: string): string => `<text:list-level-style-number text:level="${i}" style:num-format="${format}"/>`
  const style = `<text:list-style style:name="L1">${level(1, '1')}${level(2, 'a')}</text:list-style>`
  const list = (items: string, more = ''): string => `<text:list text:style-name="L1"${more}>${items}</text:list>`
  const item = (text: string, inside = ''): string => `<text:list-item><text:p>${text}</text:p>${inside}</text:list-item>`
  const body = `${list(item('Apply') + item('Pay', `<text:list>${item('by card')}</text:list>`))}<text:p>Then:</text:p>${list(item('Wait'), ' text:continue-numbering="true"')}<text:list>${item('Bullet')}</text:list>`
  expect(lines(await readOpenDocument(await openDocument(body, style)))).toEqual([
    '  1. Apply',
    '  2. Pay',
    '    a. by card',
    'Then:',
    '  3. Wait',
    '  • Bullet',
  ])
})

test('a cell that stands for several alike fills their columns; many of them do not fill the memory', async () => {
  const cell = (text: string, times = 1): string =>
    `<table:table-cell table:number-columns-repeated="${times}"><text:p>${text}</text:p></table:table-cell>`
  const row = (cells: string, times = 1): string => `<table:table-row table:number-rows-repeated="${times}">${cells}</table:table-row>`
  const table = (...rows: string[]): string => `<table:table>${rows.join('')}</table:table>`
  const small = table(
    row(cell('Service') + cell('Fee') + cell('Days')),
    row(cell('Pool') + cell('5') + cell('1')),
    row(cell('Gym') + cell('7', 2)),
  )
  expect(lines(await readOpenDocument(await openDocument(small)))).toContain('Service: Gym · Fee: 7 · Days: 7')
  let deep = cell('x'.repeat(1000), 60)
  for (let i = 0; i < 6; i++) deep = `<table:table-cell table:number-columns-repeated="60">${table(row(deep, 60))}</table:table-cell>`
  const { text } = await readOpenDocument(await openDocument(table(row(deep, 60))))
  expect(text.length).toBeLessThan(20_000_000)
})

// ---- RTF ----

test('RTF: a footnote, a text box and a tracked deletion do not part the sentence that they stand in', () => {
  const note = '{\\super\\chftn{\\footnote\\pard\\plain{\\super\\chftn} Not for contractors.}}'
  const box = '{\\shp{\\*\\shpinst{\\sp{\\sn fill}{\\sv 1}}{\\shptxt Call 555-0101.\\par}}{\\shprslt{\\*\\do}Call 555-0101.}}'
  const found = readRtf(`{\\rtf1\\ansi Staff get {\\deleted 15 }{\\revised 20} days${note} a year${box}.\\par Next.\\par}`)
  expect(lines(found)).toEqual(['Staff get 20 days ⁽¹⁾ a year.', '⁽¹⁾ Not for contractors.', 'Call 555-0101.', 'Next.'])
  expect(
    lines(readRtf('{\\rtf1{\\header Draft{\\footnote hidden}}{\\*\\unknown{\\shptxt program}}Seen.\\par}')),
    'negative control',
  ).toEqual(['Seen.'])
})

// ---- messages ----

const mail = (date: string, html: string): Buffer =>
  Buffer.from(
    `From: Clerk <clerk@example.org>\r\nSubject: Water\r\nDate: ${date}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${html}\r\n`,
  )

test.each([
  ['Thu, 5 Mar 2026 21:30:00 -0500', '2026-03-05'],
  ['Mon, 2 Mar 2026 01:10:00 +0530', '2026-03-02'],
  ['Mon, 2 Mar 2026 23:10:00 GMT', '2026-03-02'],
])('a message of %s is of %s, the day of who sent it', async (date, day) => {
  expect((await readMail(mail(date, '<p>Hello.</p>'))).date).toBe(day)
})

test('what a message answers is in the message that said it; what it forwards is its own', async () => {
  const quoted = (before: string, attributes: string): string =>
    `<p>Water is off on March 9.</p><div>${before}</div><blockquote ${attributes}><p>Is it off on March 8?</p><blockquote>Older</blockquote></blockquote><p>Regards</p>`
  for (const attributes of ['type="cite"', 'class="gmail_quote"']) {
    const { text } = await readMail(mail('Mon, 2 Mar 2026 10:00:00 -0500', quoted('Bob wrote:', attributes)))
    expect(text).toMatch(/March 9[\s\S]*Regards/)
    expect(text).not.toMatch(/March 8|Older/)
    const forwarded = await readMail(mail('Mon, 2 Mar 2026 10:00:00 -0500', quoted('---------- Forwarded message ---------', attributes)))
    expect(forwarded.text).toContain('March 8')
  }
})

test('a message that is attached is read below the one that it is attached to, with its own day; a chain of them has an end', async () => {
  const wrapped = (inner: string): string =>
    `From: A <a@example.org>\r\nSubject: Outer\r\nDate: Tue, 3 Mar 2026 09:00:00 -0500\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=${inner.length}\r\n\r\n--${inner.length}\r\nContent-Type: text/plain\r\n\r\nSee below.\r\n--${inner.length}\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--${inner.length}--\r\n`
  const inner =
    'From: B <b@example.org>\r\nSubject: Gate\r\nDate: Mon, 2 Mar 2026 22:00:00 -0500\r\nContent-Type: text/plain\r\n\r\nThe gate code is 4411.'
  const { text, blocks = [] } = await readMail(Buffer.from(wrapped(inner)))
  expect(lines({ text })).toEqual([
    'Outer',
    'From: A',
    'Date: 2026-03-03',
    'See below.',
    'Gate',
    'From: B',
    'Date: 2026-03-02',
    'The gate code is 4411.',
  ])
  expect(blocks.map(({ start, end }) => text.slice(start, end))).toContain('The gate code is 4411.')
  let chain = inner
  for (let i = 0; i < 40; i++) chain = wrapped(chain)
  expect((await readMail(Buffer.from(chain))).text).not.toContain('4411')
})

test('tables side by side in a sheet are two, each by itself', async () => {
  const sheet = utils.aoa_to_sheet([
    ['Pool', 'Fee', null, null, 'Clerk', 'Room'],
    ['North', 3, null, null, 'Ann', 12],
    ['South', 4, null, null, 'Bob', 14],
    ['East', 5],
  ])
  const tables = ['Pool: North · Fee: 3', 'Pool: South · Fee: 4', 'Pool: East · Fee: 5', 'Clerk: Ann · Room: 12', 'Clerk: Bob · Room: 14']
  expect(lines(await readSheets(book(sheet))).slice(1)).toEqual(tables)
  const spaced = utils.aoa_to_sheet([
    ['Pool', 'Fee', null, 'Clerk', 'Room'],
    ['North', 3, null, 'Ann', 12],
    ['South', 4, null, 'Bob', 14],
  ])
  expect(lines(await readSheets(book(spaced))), 'one empty column is a space within a table (negative control)').toContain(
    'Pool: North · Fee: 3 · Clerk: Ann · Room: 12',
  )
})

test('a page that ends within a paragraph of Word parts its words, and nothing else does', async () => {
  const run = (between: string): string =>
    `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>The pool costs</w:t>${between}<w:t>five dollars.</w:t></w:r></w:p></w:body></w:document>`
  const word = (document: string): Promise<Buffer> =>
    packed({
      '[Content_Types].xml':
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      '_rels/.rels':
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      'word/document.xml': document,
    })
  for (const kind of ['page', 'column'])
    expect((await readDocx(await word(run(`<w:br w:type="${kind}"/>`)))).text, kind).toMatch(/^The pool costs\sfive dollars\.$/)
  expect((await readDocx(await word(run('<w:lastRenderedPageBreak/>')))).text, '(negative control)').toBe('The pool costsfive dollars.')
})

test.each([
  ['-----Original Message-----', 'From: Bob'],
  ['-----Message d’origine-----', 'De : Bob'],
  ['On Mon, 2 Mar 2026 at 10:00, Bob Lee <bob@example.org>', 'wrote:'],
  ['Le 2 mars 2026 à 10 h, Bob Lee a écrit :', ''],
])('what stands below « %s » was said before; below a message that is sent on it is said', async (first, second) => {
  const read = async (subject: string): Promise<string> =>
    (
      await readMail(
        Buffer.from(`From: A <a@example.org>\nSubject: ${subject}\n\nIt opens at nine.\n\n${first}\n${second}\n\nWhen does it open?\n`),
      )
    ).text
  const answer = await read('Re: Pool')
  expect(answer).toContain('It opens at nine.')
  expect(answer).not.toMatch(/When does it open|Original|origine|wrote|écrit/)
  expect(await read('Fwd: Pool'), 'sent on (negative control)').toContain('When does it open?')
})

test('the line above what is quoted goes with it, and what stands below that stays', async () => {
  const body =
    'See below.\n\nOn 2 March 2026, Bob Lee wrote:\n> When does it open?\n\nAt nine.\n\nOn 3 March it is closed, as the mayor wrote: go early.\n'
  const { text } = await readMail(Buffer.from(`From: A <a@example.org>\nSubject: Re: Pool\n\n${body}`))
  expect(lines({ text }).slice(-3)).toEqual(['See below.', 'At nine.', 'On 3 March it is closed, as the mayor wrote: go early.'])
})
