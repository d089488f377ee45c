/** Writes an index: the base and what is known of all documents, or a second segment beside a base that is kept. */
import { elementAt } from '../elements.ts'
import type { Matrix } from '../embed/embedder.ts'
import { ADDED, ADDED_PARTS, FREQUENCIES, type IndexParts, type KeptAt, OF_INDEX, openIndexParts, PARTS } from './index-parts.ts'
import { bytesOf, type Part, type PartsWriter } from './parts.ts'
import { type NumberedDocument, type Segment, SegmentWriter, titleWords } from './segment.ts'
import type { DocumentFacts } from './views.ts'
import { type DescribedWords, describeWords } from './word-numbers.ts'

/** The words of an index, by their numbers. */
export interface NumberedWords {
  described: DescribedWords
  /** By their forms, the dead too. */
  idOf: ReadonlyMap<string, number>
  /** One row for each that is not of the base. */
  vectors: Matrix
}

/** Writes an index, document by document; what was written of one is not held. */
export class IndexWriter {
  readonly facts: DocumentFacts[] = []
  readonly #parts: PartsWriter
  readonly #before: IndexParts | undefined
  readonly #base: Segment | undefined
  readonly #segment: SegmentWriter
  readonly #kept: KeptAt[] = []

  /** @param before the index whose base is kept */
  constructor(parts: PartsWriter, before?: IndexParts) {
    this.#parts = parts
    this.#before = before
    this.#base = before?.segments[0]
    this.#segment = new SegmentWriter(parts, before ? ADDED : '')
  }

  /** A document of the base. */
  keep(facts: DocumentFacts, number: number): void {
    this.facts.push(facts)
    this.#kept.push({ segment: 0, number })
  }

  async add(document: NumberedDocument): Promise<void> {
    this.facts.push(document.facts)
    this.#kept.push(await this.#write(document))
  }

  async #write(document: NumberedDocument): Promise<KeptAt> {
    await this.#segment.add(document)
    return { segment: this.#base ? 1 : 0, number: this.#segment.documents - 1 }
  }

  /** The segments by their numbers, readable as far as documents were written. @param names parts of the one that is being written */
  async readable(...names: string[]): Promise<{ segmentOf(document: number): { segment: Segment; number: number }; close(): void }> {
    const own = await this.#segment.written(...names)
    return {
      segmentOf: (document) => {
        const { segment, number } = elementAt(this.#kept, document)
        return { segment: segment === 0 && this.#base ? this.#base : own, number }
      },
      close: own.close,
    }
  }

  /** What all documents together say of words. @param forms by their numbers */
  async describe(forms: readonly string[]): Promise<DescribedWords> {
    const { segmentOf, close } = await this.readable('distinct.u32', 'forms.bin', 'acronyms.bin')
    const described = describeWords(
      forms,
      this.facts.map((_, i) => segmentOf(i)),
    )
    close()
    return described
  }

  /** @param facts of each document, as they are now that all are known @returns the index, readable */
  async finish(facts: readonly DocumentFacts[], { described, idOf, vectors }: NumberedWords): Promise<IndexParts> {
    const titles: Uint32Array[] = []
    for (const [i, { segment, number }] of this.#kept.entries()) {
      if (segment === 1 || !this.#base) titles[number] = titleWords(elementAt(facts, i), idOf)
    }
    await this.#segment.finish(vectors.data, described.words.length, titles)
    if (this.#base) await this.#parts.append(FREQUENCIES, bytesOf(this.#livingFrequencies(idOf)))
    for (const [i, { segment, number }] of this.#kept.entries()) {
      await this.#json('documents.jsonl', { ...elementAt(facts, i), at: [segment, number] }, '\n')
    }
    if (facts.length === 0) await this.#parts.append('documents.jsonl', new Uint8Array())
    await this.#json('words.json', described)
    const parts = new Map<string, Part>()
    for (const name of this.#base ? [...OF_INDEX, ...ADDED_PARTS] : PARTS) parts.set(name, await this.#parts.part(name))
    return openIndexParts(parts, vectors.dimensions, this.#base)
  }

  /** Those of the index before, less what has died since. */
  #livingFrequencies(idOf: ReadonlyMap<string, number>): Uint32Array {
    const before = this.#before
    if (!before || !this.#base) return new Uint32Array()
    const words = this.#base.wordCount(before.vectors.dimensions)
    const frequencies = Uint32Array.from({ length: words }, (_, id) => before.baseFrequency(id))
    const living = new Set(this.#kept.flatMap(({ segment, number }) => (segment === 0 ? [number] : [])))
    for (const [i, facts] of before.facts.entries()) {
      const { segment, number } = before.keptAt(i)
      if (segment !== 0 || living.has(number)) continue
      for (const fields of this.#base.fields(number, titleWords(facts, idOf))) {
        for (const id of new Set(fields.flatMap((field) => [...field]))) frequencies[id] = elementAt(frequencies, id) - 1
      }
    }
    return frequencies
  }

  #json(name: string, value: unknown, end = ''): Promise<void> {
    return this.#parts.append(name, Buffer.from(JSON.stringify(value) + end))
  }
}
