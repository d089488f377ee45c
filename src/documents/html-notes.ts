/** Footnotes of web pages: what leads to them, and back. Pure. */
import { attribute, type Element, elements, flat } from './html-tree.ts'

/** The way from a note back to its mark, or to the top: an arrow, or the words of pages of governments. */
const BACK =
  /^(?:↑|↩\ufe0e?|\^|(?:return|back) to (?:first |the )?(?:(?:foot|end|table )?note|top|text|reference)\b.{0,20}|retour (?:à|au) (?:la )?(?:première )?(?:référence|note|texte|haut)\b.{0,60}|top of page|haut de (?:la )?page)$/iu

export function isWayBack(node: Element): boolean {
  return /^#/.test(attribute(node, 'href') ?? '') && BACK.test(flat(node))
}

/** Said before the mark of a note to those who do not see that it is raised. */
const NAME = /^\s*(?:foot\s?note|end\s?note|table note|note de bas de page|note de fin|note de tableau|note|renvoi)s?\s+(?=\S{1,4}\s*$)/i

/** Whether a raised element is, holds or stands in a link: it leads to a note. */
export function leadsToNote(node: Element): boolean {
  if (node.parentNode?.nodeName === 'a') return true
  for (const own of elements(node)) if (own.tagName === 'a') return true
  return false
}

/** The mark of a note alone. */
export function withoutName(text: string): string {
  return text.replace(NAME, '')
}

/** A link that says that it is the mark of a note, which need not be raised for that. */
export function isNoteMark(node: Element): boolean {
  return node.tagName === 'a' && attribute(node, 'role') === 'doc-noteref'
}
