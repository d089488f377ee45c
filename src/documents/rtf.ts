/** RTF in, text out: paragraphs, cells of tables, characters of any code page; what is hidden or struck, and what is for programs, is left out. */
import { detectLanguage } from '../passages/language.ts'
import { BlockWriter } from './block-writer.ts'
import { decodeBytes } from './decode.ts'
import { type ReadText, RefusedFormat } from './format.ts'
import { raised, setOff } from './marks.ts'
import { type Cell, writeTable } from './table.ts'

/** Groups that hold no text of the document. */
const DESTINATIONS = new Set(
  'fonttbl colortbl stylesheet info pict object header headerl headerr headerf footer footerl footerr footerf themedata colorschememapping latentstyles datastore xmlnstbl listtable listoverridetable rsidtbl generator pgdsctbl fldinst bkmkstart bkmkend annotation atnid atnauthor nonshppict filetbl revtbl shprslt'.split(
    ' ',
  ),
)
const CHARACTERS: Readonly<Record<string, string>> = {
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  tab: ' ',
  line: '\n',
  emspace: ' ',
  enspace: ' ',
}
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)/gi
const DEPTH_MAX = 2000

interface State {
  /** Of a footnote or a text box, which stands below the paragraph that it is put into; depth of the group that holds it. */
  aside: number
  skipped: boolean
  /** Skipped as a shape, whose text is none of a program's. */
  shape: boolean
  left: boolean
  up: boolean
  /** Characters that stand in for one of Unicode. */
  fallback: number
}

export function readRtf(source: string): ReadText {
  if (!source.startsWith('{\\rtf')) throw new RefusedFormat('other-kind')
  const reader = new RtfReader()
  for (const match of source.matchAll(TOKEN)) reader.take(match)
  return reader.read()
}

class RtfReader {
  readonly #parts: ({ text: string } | { table: Cell[][] })[] = []
  readonly #stack: State[] = []
  #state: State = { aside: 0, skipped: false, shape: false, left: false, up: false, fallback: 1 }
  #line = ''
  /** Footnotes and text boxes of the paragraph under way. */
  #asides: string[] = []
  #aside = ''
  /** Footnotes that were marked. */
  #marked = 0
  #cells: Cell[] = []
  #skip = 0
  #starred = false
  #hidden = false
  #bytes: number[] = []
  #decode: (bytes: Uint8Array) => string = decoderOf(1252)

  take([, word, parameter, hex, sign, brace, text]: RegExpMatchArray): void {
    if (hex !== undefined) {
      if (this.#skip > 0) this.#skip--
      else if (!this.#state.skipped) this.#bytes.push(Number.parseInt(hex, 16))
      return
    }
    this.#flush()
    if (brace === '{') {
      if (this.#stack.length > DEPTH_MAX) throw new RefusedFormat('not-text')
      this.#stack.push({ ...this.#state })
    } else if (brace === '}') this.#endGroup()
    else if (sign !== undefined) this.#sign(sign)
    else if (word !== undefined) this.#control(word, parameter === undefined ? undefined : Number(parameter))
    else if (text !== undefined) {
      const own = this.#skip > 0 ? text.slice(this.#skip) : text
      this.#skip = Math.max(0, this.#skip - text.length)
      this.#add(own)
    }
  }

  read(): ReadText {
    this.#endParagraph()
    const writer = new BlockWriter()
    const language =
      detectLanguage(
        this.#parts
          .map((part) => ('text' in part ? part.text : ''))
          .join(' ')
          .slice(0, 4000),
      ) ?? 'en'
    for (const part of this.#parts) {
      if ('table' in part) writeTable(writer, part.table, language)
      else writer.write('paragraph', part.text)
    }
    return { text: writer.text(), blocks: writer.blocks, guessed: true, ...(this.#hidden ? { warnings: ['hidden-text'] } : {}) }
  }

  #sign(sign: string): void {
    if (sign === '*') this.#starred = true
    else if (sign === '~') this.#add('\u00a0')
    else if (sign === '_') this.#add('\u2011')
    else if (sign === '\n' || sign === '\r') this.#endParagraph()
    else if (sign !== '-') this.#add(sign)
  }

  #control(word: string, value: number | undefined): void {
    const starred = this.#starred
    this.#starred = false
    if (starred || DESTINATIONS.has(word)) {
      Object.assign(this.#state, { shape: word === 'shpinst' && !this.#state.skipped, skipped: true })
      return
    }
    const on = value !== 0
    if ((word === 'shptxt' && this.#state.shape) || (word === 'footnote' && !this.#state.skipped))
      Object.assign(this.#state, { aside: this.#stack.length, skipped: false, up: false })
    else if (word === 'chftn') this.#markNote()
    else if (word === 'nestcell' || word === 'nestrow') this.#add(' ')
    else if (word === 'par' || word === 'sect' || word === 'page') this.#endParagraph()
    else if (word === 'cell') this.#endCell()
    else if (word === 'row') this.#endRow()
    else if (word === 'u' && value !== undefined) {
      this.#add(String.fromCharCode(value < 0 ? value + 65536 : value))
      this.#skip = this.#state.fallback
    } else if (word === 'uc') this.#state.fallback = value ?? 1
    else if (word === 'v') {
      this.#state.left = on
      if (on) this.#hidden = true
    } else if (word === 'strike' || word === 'striked' || word === 'deleted') this.#state.left = on
    else if (word === 'super') this.#state.up = on
    else if (word === 'nosupersub') this.#state.up = false
    else if (word === 'plain') Object.assign(this.#state, { left: false, up: false })
    else if (word === 'ansicpg' && value !== undefined) this.#decode = decoderOf(value)
    else if (CHARACTERS[word]) this.#add(CHARACTERS[word])
  }

  #add(text: string): void {
    const { aside, skipped, left, up } = this.#state
    if (skipped || left || text === '') return
    if (aside > 0) this.#aside += up ? raised(this.#aside, text, false) : text
    else this.#line += up ? raised(this.#line, text, false) : text
  }

  #endGroup(): void {
    const { aside } = this.#state
    this.#state = this.#stack.pop() ?? this.#state
    if (aside === 0 || this.#stack.length >= aside) return
    const text = this.#aside.replace(/\s+/g, ' ').trim()
    this.#aside = ''
    if (text !== '') this.#asides.push(text)
  }

  /** A footnote is numbered where it is put, and again where it begins. */
  #markNote(): void {
    if (this.#state.skipped) return
    if (this.#state.aside > 0) this.#aside += `${setOff('', String(this.#marked))} `
    else this.#line += setOff(this.#line, String(++this.#marked))
  }

  #flush(): void {
    if (this.#bytes.length === 0) return
    const text = this.#decode(Uint8Array.from(this.#bytes))
    this.#bytes = []
    this.#add(text)
  }

  #taken(): string {
    const text = this.#line.replace(/[ \t]+/g, ' ').trim()
    this.#line = ''
    return text
  }

  #endParagraph(): void {
    this.#flush()
    if (this.#state.aside > 0) {
      this.#aside += ' '
      return
    }
    if (this.#cells.length > 0) {
      this.#line += ' '
      return
    }
    const text = this.#taken()
    if (text !== '') this.#parts.push({ text })
    for (const aside of this.#asides.splice(0)) this.#parts.push({ text: aside })
  }

  #endCell(): void {
    this.#cells.push({ text: this.#taken().replace(/\s+/g, ' ') })
  }

  #endRow(): void {
    const last = this.#parts.at(-1)
    if (last && 'table' in last) last.table.push(this.#cells)
    else this.#parts.push({ table: [this.#cells] })
    this.#cells = []
  }
}

function decoderOf(codePage: number): (bytes: Uint8Array) => string {
  if (codePage === 10000) return (bytes) => decodeBytes(bytes, 'mac')
  if (codePage === 1252) return (bytes) => decodeBytes(bytes, 'windows')
  try {
    const decoder = new TextDecoder(codePage === 65001 ? 'utf-8' : `windows-${codePage}`)
    return (bytes) => decoder.decode(bytes)
  } catch {
    return decoderOf(1252)
  }
}
