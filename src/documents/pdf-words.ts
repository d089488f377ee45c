/** Words as they were before they were set: hyphens at line ends, accents beside their letters, ligatures. Pure. */

const ACCENTS: Readonly<Record<string, string>> = {
  '´': '\u0301',
  '`': '\u0300',
  ˆ: '\u0302',
  '^': '\u0302',
  '¨': '\u0308',
  '˜': '\u0303',
}
const LOOSE = /([´`ˆ^¨˜])\s?([aeiouyAEIOUYıȷcnN])/g
const LIGATURES: Readonly<Record<string, string>> = { ﬀ: 'ff', ﬁ: 'fi', ﬂ: 'fl', ﬃ: 'ffi', ﬄ: 'ffl', ﬅ: 'st', ﬆ: 'st' }

/** Accents that old typesetting programs draw before their letters are put on them: "pr´esident" is président. */
export function withAccents(text: string): string {
  const whole = text.replace(/[ﬀ-ﬆ]/g, (c) => LIGATURES[c] ?? c)
  if (!/[´`ˆ^¨˜¸]/.test(whole)) return whole
  const typeset = /[´ˆ¨]\p{L}/u.test(whole)
  return whole
    .replace(LOOSE, (match, accent: string, letter: string, at: number) => {
      // A grave accent or a caret by itself is a sign of its own, unless other accents are loose, too; inside of a word it is none.
      const inside = /\p{L}/u.test(whole[at - 1] ?? '') && match.length === 2
      if (!typeset && (accent === '`' || accent === '^') && !inside) return match
      return `${letter === 'ı' ? 'i' : letter}${ACCENTS[accent]}`.normalize('NFC')
    })
    .replace(/([cC])\s?¸|¸\s?([cC])/g, (_, a?: string, b?: string) => `${a ?? b}\u0327`.normalize('NFC'))
}

/** Words that keep their hyphen before, or after, it, in both languages. */
const BEFORE = new Set(
  'rendez vice sous mi demi semi non ex quasi celui celle ceux celles lui elle eux moi toi nous vous peut au ci là par sur contre après avant arrière haut bas grand grande saint sainte quelques quelqu vingt trente quarante cinquante soixante quatre cent dix self well co pro post pre anti high low long short full part year day two three four five six ten one half cross all'.split(
    ' ',
  ),
)
const AFTER = new Set(
  'vous nous tu il elle ils elles on je moi toi lui leur leurs y en là ci même mêmes être dire dessus dessous delà président présidente présidents sol t ce les la le based'.split(
    ' ',
  ),
)
/** Of the words above, those that also begin ordinary words: they keep their hyphen only when the text shows the pair. */
const AMBIGUOUS = new Set('par sur contre pro post pre anti all on en la le les ce t co mi non ex cent dix one ten six haut bas'.split(' '))

/** The words of a document, as far as they tell whether a hyphen at the end of a line belongs to a word. */
export class Hyphens {
  readonly #words: ReadonlySet<string>
  readonly #compounds: ReadonlySet<string>
  /** Words that stand in one piece somewhere. */
  readonly #whole: ReadonlySet<string>

  /** @param lines every line of the document */
  constructor(lines: Iterable<string>) {
    const words = new Set<string>()
    const compounds = new Set<string>()
    const whole = new Set<string>()
    let parted = false
    for (const line of lines) {
      const inside = line
        .toLowerCase()
        .replace(parted ? /^\p{L}+/u : '', '')
        .replace(/(?<!\p{L})\p{L}+[-\u2010\u00ad]$/u, '')
      for (const [word] of inside.matchAll(/\p{L}+/gu)) whole.add(word)
      parted = /\p{L}[-\u2010\u00ad]$/u.test(line)
      for (const [word] of line.toLowerCase().matchAll(/\p{L}+(?:-\p{L}+)*/gu)) {
        const parts = word.split('-')
        if (parts.length === 1) words.add(word)
        for (let i = 1; i < parts.length; i++) compounds.add(`${parts[i - 1]}-${parts[i]}`)
      }
    }
    this.#words = words
    this.#compounds = compounds
    this.#whole = whole
  }

  /**
   * Two lines as one: without the hyphen where it parts one word, with it where it belongs to the word.
   * @param narrow the lines are those of a cell, which end at a hyphen that a word has anyway more often than within a word
   */
  join(before: string, after: string, narrow = false): string {
    const [, left = ''] = /(?<!\p{L})(\p{L}+)[-\u2010\u00ad]$/u.exec(before) ?? []
    const [right = ''] = /^\p{L}+/u.exec(after) ?? []
    if (before.endsWith('\u00ad')) return before.slice(0, -1) + after
    const pair =
      narrow && [left, right].every((word) => this.#whole.has(word.toLowerCase())) && !this.#whole.has((left + right).toLowerCase())
    return pair || this.#keeps(left, right, after) ? before + after : before.slice(0, -1) + after
  }

  #keeps(left: string, right: string, after: string): boolean {
    // Saint-Jean, 2022-2023
    if (!/^\p{Ll}/u.test(after)) return true
    const [one, other] = [left.toLowerCase(), right.toLowerCase()]
    if (this.#compounds.has(`${one}-${other}`)) return true
    if (this.#words.has(one + other)) return false
    // est-à-dire, a-t-il
    if (/^\p{L}+-\p{L}/u.test(after) && AFTER.has(after.toLowerCase().replace(/^\p{L}+-(\p{L}+)[\s\S]*$/u, '$1'))) return true
    if (BEFORE.has(one) && !AMBIGUOUS.has(one)) return true
    if (AFTER.has(other) && !AMBIGUOUS.has(other)) return true
    return (BEFORE.has(one) || AFTER.has(other)) && this.#words.has(one) && this.#words.has(other)
  }
}

/** Whether a line ends in a hyphen that the next one goes on from. */
export function endsInHyphen(before: string, after: string): boolean {
  return /[\p{L}\p{N}][-\u2010\u00ad]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after)
}
