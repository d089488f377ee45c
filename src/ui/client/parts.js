/** Finding and cloning what the server wrote. Only text is ever filled in, so that neither a document nor a question becomes markup. */

/** @param {ParentNode} within @param {string} selector @returns {HTMLElement} */
export function find(within, selector) {
  const found = within.querySelector(selector)
  if (!(found instanceof HTMLElement)) throw new Error(`the page lacks ${selector}`)
  return found
}

/** @param {ParentNode} within @param {string} name @returns {HTMLElement} */
export function part(within, name) {
  return find(within, `[data-part="${name}"]`)
}

/** @param {string} name of a template @returns {HTMLElement} */
export function clone(name) {
  const template = /** @type {HTMLTemplateElement} */ (find(document, `template[data-template="${name}"]`))
  return /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true))
}

/** @param {HTMLElement} element @param {string} text @param {string} [language] */
export function say(element, text, language) {
  element.textContent = text
  if (language) element.lang = language
}

/** The page of a source in the language of this page. @param {string} href */
export function sourceAddress(href) {
  return `${href}&ui=${document.documentElement.lang}#cited`
}
