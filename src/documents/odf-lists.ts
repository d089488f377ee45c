/** Numbers of lists in OpenDocument texts, by the styles that say how they count. */
import { attributeOf, type Tag, tagsOf } from './xml.ts'

/** How a list counts at each of its levels, from 1; a level that is not there has bullets. */
type ListStyle = Map<number, { format: string; start: number }>

/** @param parts XML that holds styles; the first of a name counts */
export function listStylesOf(...parts: readonly string[]): ReadonlyMap<string, ListStyle> {
  const styles = new Map<string, ListStyle>()
  let open: ListStyle | undefined
  for (const tag of parts.flatMap((xml) => [...tagsOf(xml)])) {
    if (typeof tag === 'string') continue
    if (tag.name === 'text:list-style') {
      open = tag.closing ? undefined : new Map()
      const name = attributeOf(tag, 'style:name')
      if (open && name !== undefined && !styles.has(name)) styles.set(name, open)
    } else if (tag.name === 'text:list-level-style-number' && open) {
      const format = attributeOf(tag, 'style:num-format') ?? ''
      const start = Number(attributeOf(tag, 'text:start-value')) || 1
      if (format !== '') open.set(Number(attributeOf(tag, 'text:level')) || 1, { format, start })
    }
  }
  return styles
}

/** Writes lists as HTML, in the order of their tags. */
export class Lists {
  readonly #styles: ReadonlyMap<string, ListStyle>
  readonly #open: { style: string; next: number }[] = []
  /** By style and depth: what a list that is continued goes on with. */
  readonly #ends = new Map<string, number>()

  constructor(styles: ReadonlyMap<string, ListStyle>) {
    this.#styles = styles
  }

  /** @returns what opens and what closes the list */
  open(tag: Tag): [string, string] {
    const style = attributeOf(tag, 'text:style-name') ?? this.#open.at(-1)?.style ?? ''
    const depth = this.#open.length
    const level = this.#styles.get(style)?.get(depth + 1)
    const continued = attributeOf(tag, 'text:continue-numbering') === 'true' || attributeOf(tag, 'text:continue-list') !== undefined
    const next = (continued ? this.#ends.get(`${style} ${depth}`) : undefined) ?? level?.start ?? 1
    this.#open.push({ style, next })
    return level ? [`<ol type="${level.format.slice(0, 1)}" start="${next}">`, '</ol>'] : ['<ul>', '</ul>']
  }

  item(tag: Tag): [string, string] {
    const list = this.#open.at(-1)
    const start = Number(attributeOf(tag, 'text:start-value')) || undefined
    if (list) list.next = (start ?? list.next) + 1
    return [start === undefined ? '<li>' : `<li value="${start}">`, '</li>']
  }

  close(): void {
    const list = this.#open.pop()
    if (list) this.#ends.set(`${list.style} ${this.#open.length}`, list.next)
  }
}
