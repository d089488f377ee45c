/** Cookie banners, menus and their like that are plain `div`s. Asked only where a page does not say which part is its content. */
import { type Element, isText, type Node } from './html-tree.ts'

const CONTAINERS = new Set(['div', 'section', 'aside', 'ul', 'ol', 'header'])
/** Names that people who write pages give to what frames the content. */
const CONSENT = /cookie|consent|gdpr|témoins|onetrust|didomi/i
const FRAME =
  /(?:^|[\s_-])(?:nav|navbar|navigation|menu|submenu|mega-?menu|breadcrumbs?|fil-?(?:d-?)?ariane|sidebar|skip-?links?|share|sharing|social|newsletter|pagination|toolbar|masthead|topbar|site-?footer|footer)(?:$|[\s_-])/i
const TRAIL = /(?:^|[\s_-])(?:breadcrumbs?|fil-?(?:d-?)?ariane)(?:$|[\s_-])/i
const TRAIL_MAX_LENGTH = 300
const CONSENT_MAX_LENGTH = 1500
const LINK_WORDS_MAX = 6
const LINK_SHARE = 0.8

export function isFurniture(node: Element): boolean {
  if (!CONTAINERS.has(node.tagName)) return false
  const name = node.attrs
    .filter(({ name: own }) => own === 'class' || own === 'id' || own === 'role' || own === 'aria-label')
    .map(({ value }) => value)
    .join(' ')
  if (name === '' && node.tagName !== 'ul') return false
  if (CONSENT.test(name)) return measure(node).length <= CONSENT_MAX_LENGTH
  if (!FRAME.test(name) && node.tagName !== 'ul') return false
  const { length, linked, links, words } = measure(node)
  // The last step of a trail of pages is the page itself, and no link.
  if (TRAIL.test(name) && links > 0) return length <= TRAIL_MAX_LENGTH
  if (/(?:^|[\s_-])(?:site-?)?footer(?:$|[\s_-])/i.test(name)) return length <= CONSENT_MAX_LENGTH
  // A menu of a restaurant is a menu too: one to navigate by is made of short links.
  return links >= (FRAME.test(name) ? 2 : 3) && linked >= LINK_SHARE * length && words <= LINK_WORDS_MAX * links && FRAME.test(name)
}

/** Characters of an element, those in links, how many links, and their words. */
export function measure(root: Node): { length: number; linked: number; links: number; words: number } {
  const found = { length: 0, linked: 0, links: 0, words: 0 }
  const stack: { node: Node; inLink: boolean }[] = [{ node: root, inLink: false }]
  for (let step = stack.pop(); step; step = stack.pop()) {
    const { node, inLink } = step
    if (isText(node)) {
      const text = node.value.trim()
      found.length += text.length
      if (inLink && text !== '') {
        found.linked += text.length
        found.words += text.split(/\s+/).length
      }
    }
    const opens = !inLink && node.nodeName === 'a'
    if (opens) found.links++
    if ('childNodes' in node) for (const child of node.childNodes) stack.push({ node: child, inLink: inLink || opens })
  }
  return found
}
