/** What a visitor opens on a page: accordions and tabs. Their panels are content although the page keeps them closed at first. */
import { measure } from './html-furniture.ts'
import { attribute, type Element, elements, flat, isText, type Node } from './html-tree.ts'

export interface Disclosures {
  /** What opens. */
  panels: ReadonlySet<Element>
  /** The buttons that open it and say what it holds. */
  labels: ReadonlySet<Element>
  /** Panels with what their tabs say, which then stands above them and not in a row of its own. */
  tabs: ReadonlyMap<Element, string>
}

const HEADING = /^(?:h[1-6]|summary|dt)$/
/** What a button opens beside content: menus, dialogs, lists of choices. */
const OTHER_ROLE = /^(?:menu|menubar|dialog|alertdialog|listbox|tree|grid|search|navigation)$/
const LINK_SHARE = 0.8
/** Ancestors that are looked at. */
const DEPTH = 8

/** What Bootstrap opens by `data-toggle`, or `data-bs-toggle`, beside what it opens over the page. */
const TOGGLED = /^(?:collapse|tab|pill)$/
const TOGGLED_TAB = /^(?:tab|pill)$/

/**
 * Pairs of the WAI-ARIA patterns "accordion", "disclosure" and "tabs" (https://www.w3.org/WAI/ARIA/apg/patterns/): a control that names
 * what it opens by `aria-controls`; of Bootstrap, which names it by `data-target` or a link; and of a button with what is closed right
 * below it.
 * @param isClosed whether a page keeps an element closed at first
 */
export function disclosuresOf(tree: Node, isClosed: (node: Element) => boolean): Disclosures {
  const controls: Element[] = []
  const byId = new Map<string, Element>()
  const panels = new Set<Element>()
  const labels = new Set<Element>()
  const tabs = new Map<Element, string>()
  for (const node of elements(tree)) {
    const id = attribute(node, 'id')
    if (id && !byId.has(id)) byId.set(id, node)
    const role = attribute(node, 'role')
    if (role === 'tabpanel') panels.add(node)
    if (node.tagName === 'button' || role === 'button' || role === 'tab' || toggleOf(node) !== undefined) controls.push(node)
    if (node.tagName === 'button' && isWholeHeading(node)) labels.add(node)
  }
  for (const control of controls) {
    const toggle = toggleOf(control) ?? ''
    if (toggle !== '' && !TOGGLED.test(toggle)) continue
    const isTab = attribute(control, 'role') === 'tab' || TOGGLED_TAB.test(toggle)
    const opens = isTab || toggle !== '' || attribute(control, 'aria-expanded') !== undefined || standsIn(control, HEADING)
    const named = namesOf(control).flatMap((id) => byId.get(id) ?? [])
    for (const panel of named.length > 0 ? (opens ? named : []) : closedBelow(control, isClosed)) {
      if (!isContent(panel)) continue
      panels.add(panel)
      if (isTab) tabs.set(panel, flat(control))
      else labels.add(control)
    }
  }
  return { panels, labels, tabs }
}

function toggleOf(node: Element): string | undefined {
  return attribute(node, 'data-bs-toggle') ?? attribute(node, 'data-toggle')
}

/** Identifiers of what a control says that it opens. */
function namesOf(control: Element): string[] {
  const target = attribute(control, 'data-bs-target') ?? attribute(control, 'data-target')
  const link = target ?? (toggleOf(control) === undefined ? undefined : attribute(control, 'href'))
  return [...(attribute(control, 'aria-controls') ?? '').split(/\s+/), ...(link?.startsWith('#') ? [link.slice(1)] : [])].filter(Boolean)
}

/** What stands closed right below a button, or below the heading that it is; what a form says when it was sent is none of it. */
function closedBelow(control: Element, isClosed: (node: Element) => boolean): Element[] {
  if (flat(control) === '' || attribute(control, 'aria-haspopup') !== undefined || standsIn(control, /^form$/)) return []
  const above = isWholeHeading(control) ? (ancestor(control, HEADING) ?? control) : control
  const siblings = above.parentNode?.childNodes ?? []
  const next = siblings.slice(siblings.indexOf(above) + 1).find((own) => !isText(own) || /\S/.test(own.value))
  return next && 'tagName' in next && isClosed(next) ? [next] : []
}

/** @param name of the elements that are meant; whether one of them holds the node */
export function standsIn(node: Element, name: RegExp): boolean {
  return ancestor(node, name) !== undefined
}

function ancestor(node: Element, name: RegExp): Element | undefined {
  let at = node.parentNode
  for (let depth = 0; at && 'tagName' in at && depth < DEPTH; depth++, at = at.parentNode) if (name.test(at.tagName)) return at
  return undefined
}

/** A heading that is a button from end to end; one beside its words ("Copy the link") is none of it. */
function isWholeHeading(button: Element): boolean {
  const heading = ancestor(button, HEADING)
  return heading !== undefined && flat(button) !== '' && flat(heading) === flat(button)
}

function isContent(panel: Element): boolean {
  if (OTHER_ROLE.test(attribute(panel, 'role') ?? '') || panel.tagName === 'nav' || panel.tagName === 'dialog') return false
  if (standsIn(panel, /^(?:nav|dialog)$/)) return false
  const { length, linked } = measure(panel)
  return length > 0 && linked < LINK_SHARE * length
}
