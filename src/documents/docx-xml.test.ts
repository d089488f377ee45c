import { expect, test } from 'vitest'
import { asShown, MARK } from './docx-xml.ts'

const run = (text: string, properties = ''): string => `<w:r>${properties ? `<w:rPr>${properties}</w:rPr>` : ''}<w:t>${text}</w:t></w:r>`
const item = (text: string, list: number, level = 0): string =>
  `<w:p><w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr></w:pPr>${run(text)}</w:p>`
const level = (i: number, format: string, text: string, more = ''): string =>
  `<w:lvl w:ilvl="${i}"><w:start w:val="1"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text}"/></w:lvl>`
const NUMBERING = [
  `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '(%2)')}${level(2, 'lowerRoman', '%3)')}</w:abstractNum>`,
  `<w:abstractNum w:abstractNumId="1">${level(0, 'upperRoman', 'Part %1', '<w:pStyle w:val="Part"/>')}${level(1, 'decimal', '%1.%2', '<w:isLgl/>')}</w:abstractNum>`,
  `<w:abstractNum w:abstractNumId="2">${level(0, 'bullet', '')}</w:abstractNum>`,
  '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>',
  '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>',
  '<w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>',
].join('')
const STYLES =
  '<w:style w:styleId="Part"><w:name w:val="Part"/><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>' +
  '<w:style w:styleId="SubPart"><w:name w:val="Sub"/><w:basedOn w:val="Part"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr><w:outlineLvl w:val="1"/></w:pPr></w:style>' +
  '<w:style w:styleId="Ghost"><w:name w:val="Ghost"/><w:rPr><w:vanish/></w:rPr></w:style>' +
  '<w:style w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
const shown = (body: string): { document: string; hidden: boolean } => asShown({ document: body, numbering: NUMBERING, styles: STYLES })

/** Text of each paragraph, with the marks of items made readable. */
function paragraphs(body: string): string[] {
  return shown(body)
    .document.split('</w:p>')
    .slice(0, -1)
    .map((one) =>
      one
        .replace(/<[^>]*>/g, '')
        .replace(MARK.depth, '')
        .replace(MARK.number, ' ')
        .replace(MARK.text, ' '),
    )
}

test('lists count as Word counts them: nested, resumed, begun anew at another number', () => {
  const body =
    item('a', 1) +
    item('b', 1, 1) +
    item('c', 1, 1) +
    item('d', 1, 2) +
    item('e', 1) +
    `<w:p>${run('between')}</w:p>` +
    item('f', 1) +
    item('g', 3) +
    item('h', 4)
  expect(paragraphs(body)).toEqual(['1 1. a', '2 (a) b', '2 (b) c', '3 i) d', '1 2. e', 'between', '1 3. f', '1 7. g', '1 • h'])
})

test('headings take number and level from their styles, and from those they are based on', () => {
  const heading = (style: string, text: string): string => `<w:p><w:pPr><w:pStyle w:val="${style}"/></w:pPr>${run(text)}</w:p>`
  const body =
    heading('Part', 'Rules') + heading('SubPart', 'Who') + heading('Part', 'Fees') + heading('SubPart', 'When') + heading('SubPart', 'How')
  expect(paragraphs(body)).toEqual(['Part I Rules', '1.1 Who', 'Part II Fees', '2.1 When', '2.2 How'])
  expect(shown(body).document.match(/w:pStyle w:val="\w+"/g)).toEqual([1, 2, 1, 2, 2].map((n) => `w:pStyle w:val="Heading${n}"`))
})

test('hidden, white, tiny and struck runs are taken out; what is hidden is told, what is struck is not', () => {
  const body = (properties: string): string => `<w:p>${run('Words ')}${run('secret', properties)}${run('stay.')}</w:p>`
  for (const properties of ['<w:vanish/>', '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>', '<w:rStyle w:val="Ghost"/>']) {
    expect([paragraphs(body(properties)), shown(body(properties)).hidden], properties).toEqual([['Words stay.'], true])
  }
  for (const properties of ['<w:strike/>', '<w:dstrike w:val="1"/>']) {
    expect([paragraphs(body(properties)), shown(body(properties)).hidden], properties).toEqual([['Words stay.'], false])
  }
})

test('… and runs that can be seen stay (the twin)', () => {
  for (const properties of [
    '<w:vanish w:val="0"/>',
    '<w:strike w:val="false"/>',
    '<w:color w:val="FFFFFF"/><w:shd w:fill="003366"/>',
    '<w:sz w:val="16"/>',
  ]) {
    const body = `<w:p>${run('Words stay.', properties)}</w:p>`
    expect([paragraphs(body), shown(body).hidden], properties).toEqual([['Words stay.'], false])
  }
  const cell = `<w:tbl><w:tr><w:tc><w:p>${run('Fee', '<w:color w:val="FFFFFF"/>')}</w:p></w:tc></w:tr></w:tbl>`
  expect(shown(cell).document).toContain('Fee')
})

test('what numbered a paragraph before it was changed does not count', () => {
  const old = '<w:pPrChange><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
  expect(paragraphs(`<w:p><w:pPr><w:jc w:val="left"/>${old}</w:pPr>${run('plain')}</w:p>${item('first', 1)}`)).toEqual([
    'plain',
    '1 1. first',
  ])
})

test('a raised run is a superscript, however Word raised it', () => {
  expect(shown(`<w:p>${run('45')}${run('2', '<w:position w:val="8"/>')}</w:p>`).document).toContain('<w:vertAlign w:val="superscript"/>')
})

test('fields in their short form and runs with a direction keep their text', () => {
  const field = `<w:fldSimple w:instr=" SEQ Table "><w:r><w:t>4</w:t></w:r></w:fldSimple>`
  const { document } = shown(`<w:p>${run('Table ')}${field}<w:bdo w:val="ltr">${run(' rates')}</w:bdo></w:p>`)
  expect(document).not.toMatch(/fldSimple|bdo/)
  expect(document.replace(/<[^>]*>/g, '')).toBe('Table 4 rates')
})

test('a row that begins or ends within its table has its cells below their columns', () => {
  const cell = (text: string): string => `<w:tc><w:p>${run(text)}</w:p></w:tc>`
  const row = (properties: string, ...cells: string[]): string => `<w:tr><w:trPr>${properties}</w:trPr>${cells.join('')}</w:tr>`
  const inner = `<w:tc><w:tbl>${row('', cell('in'))}</w:tbl><w:p/></w:tc>`
  const counts = (xml: string): number[] =>
    shown(`<w:tbl>${xml}</w:tbl>`)
      .document.split('</w:tr>')
      .map((own) => own.match(/<w:tc>/g)?.length ?? 0)
  expect(counts(row('<w:gridBefore w:val="2"/>', cell('a')) + row('<w:gridAfter w:val="1"/>', cell('b')))).toEqual([3, 2, 0])
  expect(counts(row('<w:gridAfter w:val="1"/>', inner)), 'a table within takes none of it').toEqual([2, 1, 0])
})
