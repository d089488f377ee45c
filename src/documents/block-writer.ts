/** Blocks in, one text and their spans in it out. What every reader of a format with structure writes through. */
import type { Block, BlockKind } from '../domain.ts'

export interface BlockOptions {
  /** Of a heading 1 to 6, of an item its depth from 1. */
  level?: number
  /** What stands before the block's text on its line. */
  prefix?: string
  /** On the line after the block before, without an empty line between. */
  tight?: boolean
  label?: string
}

/** A part of a row: its text and where in the row the value stands. */
export interface CellSpan {
  start: number
  end: number
  label?: string
}

/** What a block turns out to be when its text is known; undefined when it is what was begun, null when it is left out. */
export type Reading = (text: string) => { kind: BlockKind; text: string; options: BlockOptions } | null | undefined

const TAIL = 48

export class BlockWriter {
  readonly blocks: Block[] = []
  readonly #parts: string[] = []
  #length = 0
  #line: string[] = []
  #tail = ''
  #kind: BlockKind = 'paragraph'
  #options: BlockOptions = {}
  readonly #reading: Reading | undefined
  readonly #containers: { block: Block; at: number }[] = []

  constructor(reading?: Reading) {
    this.#reading = reading
  }

  /** Adds to the open block. */
  add(text: string): void {
    if (text === '') return
    this.#line.push(text)
    this.#tail = (this.#tail + text).slice(-TAIL)
  }

  /** The last characters of the open block. */
  get tail(): string {
    return this.#tail
  }

  /** Kind of the block written last. */
  get last(): BlockKind | undefined {
    return this.blocks.at(-1)?.kind
  }

  /** Ends the open block; the next one is of this kind. */
  begin(kind: BlockKind, options: BlockOptions = {}): void {
    this.end()
    this.#kind = kind
    this.#options = options
  }

  /** Ends the open block; the next one is a paragraph unless something else begins. White space is collapsed, line ends stay. */
  end(keepSpace = false): void {
    const raw = this.#line.join('')
    this.#line = []
    this.#tail = ''
    const text = keepSpace
      ? raw.trimEnd().replace(/^\n+/, '')
      : raw
          .replace(/[ \t\r\f]+/g, ' ')
          .replace(/ ?\n ?/g, '\n')
          .replace(/\n{2,}/g, '\n')
          .trim()
    if (text === '') return
    const own = this.#reading?.(text)
    if (own) this.write(own.kind, own.text, own.options)
    else if (own === undefined) this.write(this.#kind, text, this.#options)
    this.reset()
  }

  /** The next block is a paragraph, whatever was begun. */
  reset(): void {
    this.#kind = 'paragraph'
    this.#options = {}
  }

  /** Writes a whole block. @param cells spans relative to `text` */
  write(
    kind: BlockKind,
    text: string,
    { level, prefix = '', tight = false, label }: BlockOptions = {},
    cells: readonly CellSpan[] = [],
  ): void {
    if (this.#length > 0) this.#put(tight ? '\n' : '\n\n')
    // Indentation is no part of the block.
    const indent = prefix.length - prefix.trimStart().length
    this.#put(prefix.slice(0, indent))
    const start = this.#length
    this.#put(prefix.slice(indent) + text)
    const block: Block = { kind, start, end: this.#length }
    if (level !== undefined) block.level = level
    if (label !== undefined) block.label = label
    this.blocks.push(block)
    for (const cell of cells) this.blocks.push({ ...cell, kind: 'cell', start: start + cell.start, end: start + cell.end })
  }

  /** Opens a block that others stand in: a table, a page. */
  open(kind: BlockKind, label?: string): void {
    this.end()
    const block: Block = { kind, start: 0, end: 0, ...(label ? { label } : {}) }
    this.#containers.push({ block, at: this.blocks.length })
  }

  /** Closes the container opened last; one that nothing was written into is dropped. */
  close(): void {
    this.end()
    const open = this.#containers.pop()
    const first = open && this.blocks[open.at]
    if (!open || !first) return
    this.blocks.splice(open.at, 0, { ...open.block, start: first.start, end: this.#length })
  }

  get length(): number {
    return this.#length
  }

  text(): string {
    return this.#parts.join('')
  }

  #put(text: string): void {
    this.#parts.push(text)
    this.#length += text.length
  }
}
