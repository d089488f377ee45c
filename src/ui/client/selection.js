/**
 * One source at a time is selected: its sentence, its markers and its card show it together with the open document. Pointing at
 * any of them marks which of the others belong to it.
 */

/** @param {HTMLElement} root @param {string} selector @returns {HTMLElement[]} */
function all(root, selector) {
  return [...root.querySelectorAll(selector)].filter((item) => item instanceof HTMLElement)
}

/** @param {HTMLElement} item @param {string} n */
function cites(item, n) {
  return (item.dataset.cites ?? '').split(' ').includes(n)
}

/** @param {HTMLElement} root @param {HTMLElement | undefined} turn that the source belongs to @param {string} n of the citation; empty for none */
export function select(root, turn, n) {
  for (const item of all(root, '[data-cites]')) {
    const selected = n !== '' && turn !== undefined && turn.contains(item) && cites(item, n)
    item.classList.toggle('selected', selected)
    const link = item.matches('a') ? item : item.querySelector('.card')
    if (link) link.ariaExpanded = String(selected)
  }
}

/** @param {HTMLElement} root */
export function pointAtSources(root) {
  /** @param {Event} event @param {boolean} lit */
  const mark = (event, lit) => {
    const from = event.target instanceof Element ? event.target.closest('[data-cites]') : null
    const turn = from?.closest('.turn')
    if (!(from instanceof HTMLElement) || !(turn instanceof HTMLElement)) return
    const numbers = (from.dataset.cites ?? '').split(' ').filter((n) => n !== '')
    for (const other of all(turn, '[data-cites]')) if (numbers.some((n) => cites(other, n))) other.classList.toggle('lit', lit)
  }
  for (const type of ['pointerover', 'focusin']) root.addEventListener(type, (event) => mark(event, true))
  for (const type of ['pointerout', 'focusout']) root.addEventListener(type, (event) => mark(event, false))
}
