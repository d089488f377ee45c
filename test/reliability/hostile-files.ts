/**
 * Files that people did not mean to index, or meant to do harm with: each with what must become of it. Written by a script, because
 * most of them are no use in a repository.
 */
import { execFileSync } from 'node:child_process'
import { closeSync, cpSync, ftruncateSync, mkdirSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { DocumentWarning } from '../../src/domain.ts'
import type { ErrorCode } from '../../src/errors.ts'

/** Any of these ends is a good one. */
export type End = 'indexed' | DocumentWarning | ErrorCode

const SENTENCE = 'The lighthouse keeper’s “œuvre” cost 1 200 € — she said: “Voilà, c’est déjà payé.”'
const LONG = Array.from({ length: 40 }, (_, i) => `Sentence ${i} of this text stands here for the language to be seen.`).join(' ')

interface Case {
  name: string
  make: (file: string) => void
  ends: readonly End[]
  /** What must, or must not, stand in the text. */
  holds?: string
  lacks?: string
}

const put =
  (content: string | Buffer) =>
  (file: string): void =>
    writeFileSync(file, content)

function random(length: number): Buffer {
  let state = 42
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state >>> 24
    }),
  )
}

function sparse(bytes: number) {
  return (file: string): void => {
    const handle = openSync(file, 'w')
    ftruncateSync(handle, bytes)
    closeSync(handle)
  }
}

function utf16(text: string, big: boolean, mark: boolean): Buffer {
  const little = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le')
  return big ? little.swap16() : little
}

function windows1252(text: string): Buffer {
  const special: Record<string, number> = { '€': 0x80, '’': 0x92, '“': 0x93, '”': 0x94, '—': 0x97, œ: 0x9c }
  return Buffer.from([...text].map((c) => special[c] ?? c.charCodeAt(0)))
}

// ---- PDF ----

/** A PDF of given objects, with a table of where they are. */
function pdf(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  for (const [i, object] of objects.entries()) {
    offsets.push(Buffer.concat(parts).length)
    parts.push(Buffer.from(`${i + 1} 0 obj\n`), Buffer.isBuffer(object) ? object : Buffer.from(object), Buffer.from('\nendobj\n'))
  }
  const at = Buffer.concat(parts).length
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  parts.push(
    Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`),
  )
  return Buffer.concat(parts)
}

function stream(content: string | Buffer, packed = true): Buffer {
  const body = packed ? deflateSync(content) : Buffer.from(content)
  return Buffer.concat([
    Buffer.from(`<< /Length ${body.length}${packed ? ' /Filter /FlateDecode' : ''} >>\nstream\n`),
    body,
    Buffer.from('\nendstream'),
  ])
}

function onePage(content: string | Buffer, catalog = ''): Buffer {
  return pdf([
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    stream(content),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ])
}

const line = (text: string): string => `BT /F1 12 Tf 72 700 Td (${text}) Tj ET`

// ---- ZIP and DOCX ----

interface Entry {
  name: string
  data: Buffer
  /** What the directory says of its unpacked size. */
  declared?: number
}

function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, data, declared = data.length } of entries) {
    const packed = deflateRawSync(data, { level: 1 })
    const path = Buffer.from(name)
    const crc = crc32(data)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(crc, 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(declared, 22)
    local.writeUInt16LE(path.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(20, 4)
    central.writeUInt16LE(20, 6)
    central.writeUInt16LE(8, 10)
    central.writeUInt32LE(crc, 16)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(declared, 24)
    central.writeUInt16LE(path.length, 28)
    central.writeUInt32LE(at, 42)
    parts.push(local, path, packed)
    directory.push(central, path)
    at += local.length + path.length + packed.length
  }
  const size = Buffer.concat(directory).length
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})
function crc32(data: Buffer): number {
  let crc = 0xffffffff
  for (const byte of data) crc = (CRC_TABLE[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`
const RELATIONS =
  '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
const TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'

function docx(body: string | Buffer, more: readonly Entry[] = [], declared?: number): Buffer {
  const data = Buffer.isBuffer(body) ? body : Buffer.from(`<w:document ${W}><w:body>${body}</w:body></w:document>`)
  return zip([
    { name: '[Content_Types].xml', data: Buffer.from(TYPES) },
    { name: '_rels/.rels', data: Buffer.from(RELATIONS) },
    { name: 'word/document.xml', data, ...(declared === undefined ? {} : { declared }) },
    ...more,
  ])
}

function workbook(rows: string, dimension = 'A1:B2'): Buffer {
  const sheet = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const part = (name: string, text: string): Entry => ({ name, data: Buffer.from(text) })
  return zip([
    part(
      '[Content_Types].xml',
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    ),
    part('_rels/.rels', RELATIONS.replace('word/document.xml', 'xl/workbook.xml')),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${sheet}" xmlns:r="${relations}"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    ),
    part(
      'xl/worksheets/sheet1.xml',
      `<worksheet xmlns="${sheet}"><dimension ref="${dimension}"/><sheetData>${rows}</sheetData></worksheet>`,
    ),
  ])
}

const LAUGHS = `<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>`
const EXCEEDS: readonly End[] = ['document-exceeds']
/** Slow or deep, but honest: read, or given up within its bounds. */
const BOUNDED: readonly End[] = ['indexed', 'document-exceeds', 'document-damaged']

const golden = (name: string): Buffer => readFileSync(join('test/golden', name))

export const CASES: readonly Case[] = [
  // plain text
  { name: 'empty.txt', make: put(''), ends: ['document-no-text'] },
  { name: 'blank.txt', make: put(' \n\t\u00a0\n'), ends: ['document-no-text'] },
  { name: 'signs.txt', make: put('?! … --- ***'), ends: ['document-no-text'] },
  { name: 'png.txt', make: put(Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), random(4000)])), ends: ['document-not-text'] },
  {
    name: 'elf.txt',
    make: put(Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1'), random(4000)])),
    ends: ['document-not-text'],
  },
  { name: 'gzip.txt', make: put(gzipSync(random(4000))), ends: ['document-not-text'] },
  { name: 'noise.txt', make: put(random(4000)), ends: ['document-not-text'] },
  { name: 'nul.txt', make: put(`${SENTENCE}\0${SENTENCE}`), ends: ['document-not-text'] },
  { name: 'controls.txt', make: put('a\u0001b\u0002c\u0003'.repeat(100)), ends: ['document-not-text'] },
  { name: 'utf8-mark.txt', make: put(`\ufeff${SENTENCE}`), ends: ['indexed'], holds: SENTENCE },
  { name: 'windows-1252.txt', make: put(windows1252(SENTENCE)), ends: ['indexed'], holds: SENTENCE },
  {
    name: 'latin-1.txt',
    make: put(Buffer.from('Le déjà-vu coûte cher à l’été.'.replace('’', "'"), 'latin1')),
    ends: ['indexed'],
    holds: 'déjà-vu',
  },
  { name: 'utf16-le.txt', make: put(utf16(SENTENCE, false, true)), ends: ['indexed'], holds: SENTENCE },
  { name: 'utf16-be.txt', make: put(utf16(SENTENCE, true, true)), ends: ['indexed'], holds: SENTENCE },
  { name: 'utf16-le-unmarked.txt', make: put(utf16(SENTENCE, false, false)), ends: ['indexed'], holds: SENTENCE },
  { name: 'utf16-be-unmarked.txt', make: put(utf16(SENTENCE, true, false)), ends: ['indexed'], holds: SENTENCE },
  { name: 'lost.txt', make: put(`Le d\ufffdput\ufffd a parl\ufffd. ${LONG}`), ends: ['lost-characters'] },
  { name: 'zero-width.txt', make: put([...LONG].join('\u200b')), ends: ['invisible-characters'] },
  { name: 'bidi.txt', make: put(`\u202e${LONG.replaceAll(' ', ' \u202d')}`), ends: ['invisible-characters'] },
  { name: 'tags.txt', make: put(`${LONG}${'\u{e0041}'.repeat(200)}`), ends: ['invisible-characters'] },
  { name: 'carriage-returns.txt', make: put('One line.\rAnother line.\r'), ends: ['indexed'], holds: 'One line.\nAnother' },
  { name: 'one-line.txt', make: put('x'.repeat(2_000_000)), ends: ['indexed'] },
  { name: 'blank-lines.txt', make: put(`${'\n'.repeat(5_000_000)}A word at last.`), ends: ['indexed'] },
  { name: 'huge.txt', make: sparse(500 * 1024 * 1024), ends: ['document-too-large'] },
  // Markdown
  { name: 'huge.md', make: sparse(500 * 1024 * 1024), ends: ['document-too-large'] },
  { name: 'quotes.md', make: put(`${'> '.repeat(20_000)}deep`), ends: BOUNDED },
  { name: 'brackets.md', make: put(`${'['.repeat(50_000)} words`), ends: BOUNDED },
  { name: 'stars.md', make: put(`${'*a '.repeat(20_000)}`), ends: BOUNDED },
  { name: 'lists.md', make: put(Array.from({ length: 1000 }, (_, i) => `${' '.repeat(2 * i)}- item ${i}`).join('\n')), ends: BOUNDED },
  {
    name: 'script.md',
    make: put('# Title\n\n<script>alert(1)</script>\n\nWords <img src=x onerror=alert(2)> stay.'),
    ends: ['indexed'],
    lacks: 'alert',
  },
  { name: 'aliases.md', make: put('---\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n---\n\nWords stay.'), ends: ['indexed'], lacks: '*a' },
  {
    name: 'links.md',
    make: put('[Words](javascript:alert(1)) ![pixel](https://evil.example/p.png) stay.'),
    ends: ['indexed'],
    lacks: 'evil',
  },
  { name: 'binary.md', make: put(random(4000)), ends: ['document-not-text'] },
  // HTML
  { name: 'nested.html', make: put(`${'<div>'.repeat(200_000)}deep words`), ends: BOUNDED },
  { name: 'nested-tables.html', make: put(`${'<table><tr><td>'.repeat(5000)}deep words`), ends: BOUNDED },
  { name: 'nested-lists.html', make: put(`${'<ul><li>'.repeat(20_000)}deep words`), ends: BOUNDED },
  { name: 'nested-formatting.html', make: put(`${'<b><i>'.repeat(20_000)}deep words`), ends: BOUNDED },
  { name: 'attribute.html', make: put(`<p title="${'x'.repeat(1_000_000)}">words</p>`), ends: ['indexed'], lacks: 'xxx' },
  { name: 'attributes.html', make: put(`<p ${Array.from({ length: 100_000 }, (_, i) => `a${i}=1`).join(' ')}>words</p>`), ends: BOUNDED },
  { name: 'comment.html', make: put('<p>words</p><!-- never closed secret'), ends: ['indexed'], lacks: 'secret' },
  { name: 'only-comment.html', make: put('<!-- never closed, all of it'), ends: ['document-no-text'] },
  { name: 'only-script.html', make: put('<script>document.write("words")</script>'), ends: ['document-no-text'] },
  { name: 'hidden.html', make: put('<p hidden>a</p><p aria-hidden=true>b</p><p style="display: none">c</p>'), ends: ['document-no-text'] },
  { name: 'plaintext.html', make: put('<p>words</p><plaintext><script>and so on'), ends: ['indexed'], holds: 'and so on' },
  {
    name: 'data.html',
    make: put(`<p>words</p><img src="data:image/png;base64,${'A'.repeat(1_000_000)}">`),
    ends: ['indexed'],
    lacks: 'AAAA',
  },
  {
    name: 'refresh.html',
    make: put('<meta http-equiv=refresh content="0;url=https://evil.example"><iframe src=https://evil.example></iframe><p>words'),
    ends: ['indexed'],
    lacks: 'evil',
  },
  { name: 'utf16.html', make: put(utf16('<p>Des mots accentués : déjà</p>', false, true)), ends: ['indexed'], holds: 'déjà' },
  { name: 'binary.html', make: put(random(4000)), ends: ['document-not-text'] },
  // PDF
  { name: 'text.pdf', make: put(SENTENCE), ends: ['document-damaged'] },
  { name: 'encrypted.pdf', make: (file) => cpSync('test/reliability/files/encrypted.pdf', file), ends: ['document-encrypted'] },
  { name: 'scanned.pdf', make: put(onePage('0 0 612 792 re f')), ends: ['document-no-text'] },
  { name: 'small.pdf', make: put(onePage(line('Words in a file written by hand.'))), ends: ['indexed'], holds: 'written by hand' },
  {
    name: 'javascript.pdf',
    make: put(onePage(line('Words stay.'), '/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>')),
    ends: ['indexed'],
    lacks: 'alert',
  },
  {
    name: 'cut.pdf',
    make: (file) => writeFileSync(file, golden('en/report.pdf').subarray(0, 9000)),
    ends: ['document-no-text', 'document-damaged', 'indexed'],
  },
  {
    name: 'broken-table.pdf',
    make: (file) =>
      writeFileSync(
        file,
        golden('en/report.pdf')
          .toString('latin1')
          .replace(/startxref\s+\d+/, 'startxref\n1'),
        'latin1',
      ),
    ends: ['indexed', 'document-damaged'],
  },
  {
    name: 'circular.pdf',
    make: put(pdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [2 0 R] /Count 1 >>'])),
    ends: ['document-damaged', 'document-no-text'],
  },
  {
    name: 'many-pages.pdf',
    make: put(
      pdf(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [3 0 R] /Count 100000000 >>', '<< /Type /Page /Parent 2 0 R >>']),
    ),
    ends: ['document-damaged', 'document-no-text', 'document-exceeds'],
  },
  { name: 'operators.pdf', make: (file) => writeFileSync(file, onePage(`${line('x')}\n`.repeat(1_500_000))), ends: ['document-exceeds'] },
  {
    name: 'spaces.pdf',
    make: (file) => writeFileSync(file, onePage(Buffer.alloc(500 * 1024 * 1024, 0x20))),
    ends: ['document-exceeds', 'document-no-text'],
  },
  // DOCX
  { name: 'text.docx', make: put(SENTENCE), ends: ['document-damaged'] },
  {
    name: 'compound.docx',
    make: put(Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), random(4000)])),
    ends: ['document-encrypted'],
  },
  { name: 'no-parts.docx', make: put(zip([{ name: 'a.txt', data: Buffer.from('a') }])), ends: ['document-damaged'] },
  { name: 'cut.docx', make: (file) => writeFileSync(file, golden('en/pool.docx').subarray(0, 1500)), ends: ['document-damaged'] },
  { name: 'bomb.docx', make: (file) => writeFileSync(file, docx(paragraph('a').repeat(600_000))), ends: EXCEEDS },
  {
    name: 'declared.docx',
    make: put(docx(paragraph('a'), [{ name: 'word/more.xml', data: Buffer.alloc(10), declared: 60 * 1024 * 1024 }])),
    ends: EXCEEDS,
  },
  {
    name: 'lying.docx',
    make: (file) => writeFileSync(file, docx(Buffer.alloc(700 * 1024 * 1024, 0x20), [], 1000)),
    ends: ['document-exceeds', 'document-damaged'],
  },
  {
    name: 'entries.docx',
    make: put(
      docx(
        paragraph('a'),
        Array.from({ length: 10_000 }, (_, i) => ({ name: `x/${i}`, data: Buffer.from('x') })),
      ),
    ),
    ends: EXCEEDS,
  },
  {
    name: 'entities.docx',
    make: put(docx(Buffer.from(`${LAUGHS}<w:document ${W}><w:body>${paragraph('&d; words')}</w:body></w:document>`))),
    ends: ['document-damaged', 'document-no-text', 'indexed'],
    lacks: 'hahaha',
  },
  {
    name: 'external.docx',
    make: put(
      docx(paragraph('Words stay.'), [
        {
          name: 'word/_rels/document.xml.rels',
          data: Buffer.from(RELATIONS.replace('word/document.xml', 'https://evil.example/x" TargetMode="External')),
        },
      ]),
    ),
    ends: ['indexed'],
    lacks: 'evil',
  },
  {
    name: 'deleted.docx',
    make: put(docx(`${paragraph('Words stay.')}<w:p><w:del><w:r><w:delText>secret</w:delText></w:r></w:del></w:p>`)),
    ends: ['indexed'],
    lacks: 'secret',
  },
  { name: 'empty.docx', make: put(docx('')), ends: ['document-no-text'] },
  // other office formats
  ...['xlsx', 'pptx', 'odt', 'ods', 'odp'].flatMap((kind): Case[] => [
    { name: `text.${kind}`, make: put(SENTENCE), ends: ['document-damaged'] },
    {
      name: `no-parts.${kind}`,
      make: put(zip([{ name: 'a.txt', data: Buffer.from('a') }])),
      ends: ['document-no-text', 'document-damaged'],
    },
    {
      name: `declared.${kind}`,
      make: put(zip([{ name: 'content.xml', data: Buffer.from('a'), declared: 60 * 1024 * 1024 }])),
      ends: EXCEEDS,
    },
    {
      name: `noise.${kind}`,
      make: put(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), random(4000)])),
      ends: ['document-damaged', 'document-encrypted'],
    },
  ]),
  {
    name: 'rows.xlsx',
    make: (file) => writeFileSync(file, workbook(`<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>`.repeat(400_000))),
    ends: BOUNDED,
  },
  {
    name: 'far.xlsx',
    make: put(workbook('<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>words far away</t></is></c></row>', 'A1:XFD1048576')),
    ends: [...BOUNDED, 'document-no-text'],
  },
  {
    name: 'formula.xlsx',
    make: put(
      workbook(
        '<row r="1"><c r="A1"><f>WEBSERVICE("https://evil.example")</f><v>7</v></c><c r="B1" t="inlineStr"><is><t>words</t></is></c></row>',
      ),
    ),
    ends: ['indexed'],
    lacks: 'evil',
  },
  {
    name: 'entities.odt',
    make: put(zip([{ name: 'content.xml', data: Buffer.from(`${LAUGHS}<office:body><text:p>&d; words</text:p></office:body>`) }])),
    ends: ['indexed'],
    lacks: 'hahaha',
  },
  {
    name: 'nested.odt',
    make: put(
      zip([
        {
          name: 'content.xml',
          data: Buffer.from(`<office:body>${'<text:list><text:list-item>'.repeat(50_000)}<text:p>deep words</text:p>`),
        },
      ]),
    ),
    ends: BOUNDED,
  },
  {
    name: 'repeated.ods',
    make: put(
      zip([
        { name: 'mimetype', data: Buffer.from('application/vnd.oasis.opendocument.spreadsheet') },
        {
          name: 'content.xml',
          data: Buffer.from(
            '<office:document-content><office:body><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>words</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>',
          ),
        },
      ]),
    ),
    ends: [...BOUNDED, 'document-damaged', 'document-no-text'],
  },
  {
    name: 'compound.xls',
    make: put(Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), random(4000)])),
    ends: ['document-damaged'],
  },
  {
    name: 'laughs.odp',
    make: put(
      zip([
        {
          name: 'content.xml',
          data: Buffer.from(`${LAUGHS}<office:body><draw:page><text:p>&d; words</text:p></draw:page></office:body>`),
        },
      ]),
    ),
    ends: ['indexed'],
    lacks: 'hahaha',
  },
  {
    name: 'laughs.pptx',
    make: put(zip([{ name: 'ppt/slides/slide1.xml', data: Buffer.from(`${LAUGHS}<p:sld><a:p><a:t>&d; words</a:t></a:p></p:sld>`) }])),
    ends: ['indexed'],
    lacks: 'hahaha',
  },
  {
    name: 'compound.doc',
    make: put(Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), random(4000)])),
    ends: ['document-damaged'],
  },
  { name: 'text.doc', make: put(SENTENCE), ends: ['document-damaged'] },
  { name: 'really.doc', make: put(docx(paragraph('Words of a newer file.'))), ends: ['indexed'], holds: 'newer file' },
  { name: 'text.rtf', make: put(SENTENCE), ends: ['document-damaged'] },
  { name: 'nested.rtf', make: put(`{\\rtf1 ${'{'.repeat(500_000)}`), ends: ['document-not-text'] },
  {
    name: 'object.rtf',
    make: put(`{\\rtf1 Words stay.{\\object{\\*\\objdata ${'d0cf11e0'.repeat(50_000)}}}}`),
    ends: ['indexed'],
    lacks: 'd0cf',
  },
  { name: 'closed.rtf', make: put(`{\\rtf1 Words${'}'.repeat(100_000)} stay.`), ends: ['indexed'] },
  { name: 'text.eml', make: put(SENTENCE), ends: ['document-damaged', 'document-no-text', 'indexed'] },
  {
    name: 'script.eml',
    make: put(
      'Subject: Words\r\nContent-Type: text/html\r\n\r\n<p>Stay.</p><script>alert(1)</script><img src="https://evil.example/p.png">',
    ),
    ends: ['indexed'],
    lacks: 'alert',
  },
  {
    name: 'nested.eml',
    make: put(Array.from({ length: 2000 }, (_, i) => `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n`).join('')),
    ends: [...BOUNDED, 'document-damaged', 'document-no-text', 'document-not-text'],
  },
  // rows and objects
  { name: 'columns.csv', make: put('name,age\nAnn,7\n'), ends: ['indexed'], holds: 'name: Ann · age: 7' },
  { name: 'header.csv', make: put('name,age\n'), ends: ['document-no-records'] },
  { name: 'quotes.csv', make: put('question,answer\n"open, and never closed\n'), ends: ['document-damaged', 'document-no-records'] },
  { name: 'wide.csv', make: put(`${'a,'.repeat(500_000)}question,answer\n`), ends: ['document-no-records', 'document-exceeds'] },
  { name: 'broken.jsonl', make: put('{"question": "a", "answer": "b"}\n{"question":'), ends: ['left-out-parts'], holds: 'b' },
  {
    name: 'prototype.jsonl',
    make: put('{"__proto__": {"question": "x"}, "question": "What is it?", "answer": "A word."}'),
    ends: ['indexed'],
    holds: 'A word.',
  },
  { name: 'deep.jsonl', make: put(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), ends: ['document-no-records', 'document-damaged'] },
  // names and things that are no files
  { name: 'line\nbreak.txt', make: put(SENTENCE), ends: ['indexed'] },
  { name: '"quotes" \'and\' <img src=x onerror=alert(1)>.txt', make: put(SENTENCE), ends: ['indexed'] },
  { name: 'invoice\u202etxt.exe.txt', make: put(SENTENCE), ends: ['indexed'] },
  { name: '-rf.txt', make: put(SENTENCE), ends: ['indexed'] },
  { name: `${'n'.repeat(251)}.txt`, make: put(SENTENCE), ends: ['indexed'] },
  { name: 'caf\u00e9.txt', make: put(SENTENCE), ends: ['indexed'] },
  { name: '🗼 trailing .TXT', make: put(SENTENCE), ends: ['indexed'] },
  { name: 'link.txt', make: (file) => symlinkSync('/etc/passwd', file), ends: ['document-not-file'] },
  { name: 'nowhere.txt', make: (file) => symlinkSync('/nowhere/at/all', file), ends: ['document-not-file'] },
  { name: 'loop', make: (file) => symlinkSync('.', file), ends: ['document-not-file'] },
  { name: 'pipe.txt', make: (file) => execFileSync('mkfifo', [file]), ends: ['document-not-file'] },
]

/** A folder that is named like a file holds one more. */
export function writeHostileFiles(folder: string): void {
  for (const { name, make } of CASES) make(join(folder, name))
  mkdirSync(join(folder, 'folder.txt'))
  writeFileSync(join(folder, 'folder.txt', 'inside.txt'), SENTENCE)
}
