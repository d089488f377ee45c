/**
 * A question that ends in what it is about: "When did it open? (Museum of Nature)". That is how a question which was asked back is put again, by
 * whoever sends no history too; the brackets say what "it" is. Pure.
 */

export interface Chosen {
  /** The question before the brackets. */
  asked: string
  /** What stands in them: a title, the name of a person. */
  name: string
}

/** An aside, not what the question is about: "(in km)", « (par exemple) ». */
const ASIDE = /^(?:in|per|if|on|at|by|and|or|not|with|e\.?g|i\.?e|en|par|si|et|ou|avec|sans|au|aux|ex)(?:[.,]|\s|$)/iu

/** The last brackets of a question, which may hold others: "… (Collective agreement 2023 (draft))". @returns undefined for a question that ends otherwise */
export function chosenIn(question: string): Chosen | undefined {
  const text = question.replace(/(?<![\s?!.])[\s?!.]+$/, '')
  if (!text.endsWith(')')) return undefined
  let depth = 0
  for (let at = text.length - 1; at >= 0; at--) {
    if (text[at] === ')') depth++
    else if (text[at] === '(' && --depth === 0) {
      const [asked, name] = [text.slice(0, at).trim(), text.slice(at + 1, -1).trim()]
      return /\s$/.test(text.slice(0, at)) && asked !== '' && /\p{L}{2}/u.test(name) && !ASIDE.test(name) ? { asked, name } : undefined
    }
  }
  return undefined
}
