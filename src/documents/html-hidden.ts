/** What of a page a visitor does not see: elements that are never content, and text that style takes out of sight. */
import { type Disclosures, disclosuresOf, standsIn } from './html-disclosed.ts'
import type { Element, Node } from './html-tree.ts'

/** Never content: page furniture, code, what cannot be read as text, and what was struck out. */
const SKIPPED = new Set(
  'head script style noscript template nav footer svg math iframe object embed canvas audio video button select textarea dialog del s strike'.split(
    ' ',
  ),
)

/** Shown to nobody, as pages are built: menus that are closed, dialogs. */
const CLOSED = /(?:^|[;\s])(?:display\s*:\s*none|content-visibility\s*:\s*hidden)/i
const STRUCK = /(?:^|[;\s])text-decoration(?:-line)?\s*:[^;]*line-through/i
/** There, but out of sight. */
const OUT_OF_SIGHT: readonly RegExp[] = [
  /(?:^|[;\s])visibility\s*:\s*(?:hidden|collapse)/i,
  /(?:^|[;\s])font-size\s*:\s*(?:0*\.?0+|0*[01](?:\.\d+)?(?=px|pt))(?:px|em|rem|%|pt|vw|vh)?\s*(?:!important\s*)?(?:;|$)/i,
  /(?:^|[;\s])font\s*:\s*0(?:px)?[/\s]/i,
  /(?:^|[;\s])opacity\s*:\s*(?:0|0?\.0\d*|0%)\s*(?:!important\s*)?(?:;|$)/i,
  /(?:^|[;\s])(?:left|right|top|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}(?:\.\d+)?(?:px|em|rem|%|vw|vh|pt)/i,
  /(?:^|[;\s])transform\s*:[^;]*(?:scale[xy3d]*\(\s*0|translate[xy3d]*\(\s*-\d{3,})/i,
  /(?:^|[;\s])clip\s*:\s*rect\(\s*0(?:px)?[\s,]+0(?:px)?[\s,]+0(?:px)?[\s,]+0/i,
  /(?:^|[;\s])clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)/i,
  /(?:^|[;\s])color\s*:\s*(?:transparent|rgba\([^)]*,\s*0(?:\.0+)?\s*\))/i,
]
const NO_SIZE = /(?:^|[;\s])(?:width|height|max-height|max-width)\s*:\s*[01](?:px)?\s*(?:;|$)/i
const OVERFLOW = /(?:^|[;\s])overflow(?:-[xy])?\s*:\s*(?:hidden|clip)/i

const COLOUR = /(?:^|[;\s])color\s*:\s*([^;!]+)/i
const BACKGROUND = /(?:^|[;\s])background(?:-color)?\s*:\s*([^;!]+)/i

/** How an element is shown: not at all because pages are built so, struck or never content; or out of sight, of which a reader should know. */
export type Sight = 'shown' | 'left-out' | 'hidden'

/** Tells for each element of one page how it is shown; `rules` of its own style sheet are known by class and identifier. */
export class Sights {
  readonly #rules: ReadonlyMap<string, string>
  /** What a visitor opens by a button of the page. */
  readonly disclosures: Disclosures

  constructor(styleSheets: string, tree: Node) {
    this.#rules = simpleRules(styleSheets)
    this.disclosures = disclosuresOf(tree, (node) => !SKIPPED.has(node.tagName) && this.#isClosed(node))
  }

  of(node: Element): Sight {
    if (this.disclosures.panels.has(node) || this.disclosures.labels.has(node)) return 'shown'
    // The footer of a quotation tells whose words it holds.
    if (SKIPPED.has(node.tagName) && !(node.tagName === 'footer' && standsIn(node, /^(?:blockquote|figure)$/))) return 'left-out'
    const value = (name: string): string | undefined => node.attrs.find((own) => own.name === name)?.value
    if (value('hidden') !== undefined || value('aria-hidden') === 'true') return 'left-out'
    if (value('role') === 'navigation' || (value('role') === 'tablist' && this.disclosures.tabs.size > 0)) return 'left-out'
    const style = this.#styleOf(node)
    if (style === '') return 'shown'
    if (CLOSED.test(style) || STRUCK.test(style)) return 'left-out'
    if (OUT_OF_SIGHT.some((pattern) => pattern.test(style)) || (NO_SIZE.test(style) && OVERFLOW.test(style))) return 'hidden'
    return this.#blendsIn(node, style) ? 'hidden' : 'shown'
  }

  #isClosed(node: Element): boolean {
    return node.attrs.some(({ name }) => name === 'hidden') || CLOSED.test(this.#styleOf(node))
  }

  /** The element's own style, after the rules of the page for its classes and identifier. */
  #styleOf(node: Element): string {
    const parts: string[] = []
    let inline = ''
    for (const { name, value } of node.attrs) {
      if (name === 'class' && this.#rules.size > 0) {
        for (const own of value.split(/\s+/)) {
          const rule = this.#rules.get(`.${own}`)
          if (rule) parts.push(rule)
        }
      } else if (name === 'id') {
        const rule = this.#rules.get(`#${value}`)
        if (rule) parts.push(rule)
      } else if (name === 'style') inline = value
      else if (name === 'color' && node.tagName === 'font') parts.push(`color:${value}`)
    }
    return [...parts, inline].filter(Boolean).join(';')
  }

  /** Text in the colour of what is behind it. */
  #blendsIn(node: Element, style: string): boolean {
    const colour = colourOf(COLOUR.exec(style)?.[1])
    if (colour === undefined) return false
    for (let at: Element | undefined = node; at; at = at.parentNode && 'tagName' in at.parentNode ? at.parentNode : undefined) {
      const own = this.#styleOf(at)
      const behind = BACKGROUND.exec(own)?.[1] ?? at.attrs.find(({ name }) => name === 'bgcolor')?.value
      if (behind !== undefined) return colourOf(behind) === colour
    }
    return colour === 'ffffff'
  }
}

const NAMES: Readonly<Record<string, string>> = { white: 'ffffff', black: '000000', red: 'ff0000', blue: '0000ff', yellow: 'ffff00' }

/** Six hexadecimal digits; near white counts as white. */
function colourOf(text: string | undefined): string | undefined {
  const own = text?.trim().toLowerCase() ?? ''
  const rgb = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(own)
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})\b/.exec(own)?.[1]
  const six = rgb
    ? rgb
        .slice(1, 4)
        .map((part) => Math.min(255, Number(part)).toString(16).padStart(2, '0'))
        .join('')
    : hex?.length === 3
      ? [...hex].map((c) => c + c).join('')
      : (hex ?? NAMES[own.split(/\s/)[0] ?? ''])
  if (six === undefined) return undefined
  return [0, 2, 4].every((i) => Number.parseInt(six.slice(i, i + 2), 16) >= 0xfa) ? 'ffffff' : six
}

const SHEET_MAX = 500_000

/** In linear time, which a pattern for comments that do not end does not take. */
function withoutComments(sheet: string): string {
  const [first = '', ...rest] = sheet.split('/*')
  return first + rest.map((part) => (part.includes('*/') ? part.slice(part.indexOf('*/') + 2) : '')).join('')
}

/** Declarations of rules whose selector is one class or identifier; those for print or for other widths are left out. */
function simpleRules(sheets: string): ReadonlyMap<string, string> {
  const rules = new Map<string, string>()
  let depth = 0
  let selector = ''
  for (const part of withoutComments(sheets.slice(0, SHEET_MAX)).split(/([{}])/)) {
    if (part === '{') depth++
    else if (part === '}') depth = Math.max(0, depth - 1)
    else if (depth === 0) selector = part.trim()
    else if (depth === 1 && !selector.startsWith('@')) {
      for (const own of selector.split(',')) {
        const name = /^(?:[a-z]+[1-6]?)?([.#][\w-]+)$/i.exec(own.trim())?.[1]
        if (name) rules.set(name, `${rules.get(name) ?? ''}${part};`)
      }
    }
  }
  return rules
}
