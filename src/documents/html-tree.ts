/** Trees of parse5, walked without recursion: nesting has no limit. */

import type { DefaultTreeAdapterTypes } from 'parse5'
import { elementAt } from '../elements.ts'

export { parse } from 'parse5'

export type Node = DefaultTreeAdapterTypes.Node
export type Element = DefaultTreeAdapterTypes.Element
type TextNode = DefaultTreeAdapterTypes.TextNode

/** Every element of a tree, in the order of the source. */
export function* elements(tree: Node): Generator<Element> {
  const stack: Node[] = [tree]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if ('tagName' in node) yield node
    pushChildren(stack, node)
  }
}

/** For a stack: the first child comes off first. */
export function pushChildren(stack: Node[], node: Node): void {
  if ('childNodes' in node) for (let i = node.childNodes.length - 1; i >= 0; i--) stack.push(elementAt(node.childNodes, i))
}

export function attribute(node: Element, name: string): string | undefined {
  return node.attrs.find((own) => own.name === name)?.value
}

/** All text of a tree on one line, seen or not. */
export function flat(tree: Node): string {
  const parts: string[] = []
  const stack: Node[] = [tree]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (isText(node)) parts.push(node.value)
    pushChildren(stack, node)
  }
  return parts.join('').replace(/\s+/g, ' ').trim()
}

export function isText(node: Node | undefined): node is TextNode {
  return node?.nodeName === '#text'
}
