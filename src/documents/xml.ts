/** XML of office formats, tag by tag; no tree, no entities but the five and numbers, so that no document can grow while it is read. */

export interface Tag {
  name: string
  closing: boolean
  single: boolean
  attributes: string
}

const TAG = /<(\/?)([\w:.-]+)((?:\s[^<>]*?)?)(\/?)>/g

/** Tags and the text between them, in order. */
export function* tagsOf(xml: string): Generator<Tag | string> {
  let at = 0
  for (const match of xml.matchAll(TAG)) {
    if (match.index > at) yield decoded(xml.slice(at, match.index))
    at = match.index + match[0].length
    const [, closing = '', name = '', attributes = '', single = ''] = match
    yield { name, closing: closing !== '', single: single !== '', attributes }
  }
}

export function attributeOf({ attributes }: Tag, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return found ? decoded(found[1] ?? found[2] ?? '') : undefined
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/gi,
    (whole, hex?: string, digits?: string, name?: string) => {
      if (name) return NAMED[name.toLowerCase()] ?? whole
      const code = hex ? Number.parseInt(hex, 16) : Number(digits)
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
    },
  )
}
