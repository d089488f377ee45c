/** Filters the list of documents as one types: at once where all of them are on the page, by the server where they are not. */
import { sameLengthFold } from './highlight.js'
import { find, part, say } from './parts.js'

/** Milliseconds without a key before the server is asked. */
const PAUSE = 350

const list = document.querySelector('[data-list]')
if (list instanceof HTMLElement) {
  const field = /** @type {HTMLInputElement} */ (find(list, '#name'))
  const form = /** @type {HTMLFormElement} */ (find(list, '.filter'))
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let pause
  field.setSelectionRange(field.value.length, field.value.length)
  find(form, 'button').hidden = true
  if (list.dataset.whole !== undefined) form.addEventListener('submit', (event) => event.preventDefault())
  field.addEventListener('input', () => {
    if (list.dataset.whole !== undefined) return filter(list, field.value)
    clearTimeout(pause)
    pause = setTimeout(() => form.requestSubmit(), PAUSE)
  })
}

const choose = document.querySelector('[data-part=choose]')
if (choose instanceof HTMLElement) {
  const boxes = /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll('.tick-box input'))
  const count = () => {
    const chosen = [...boxes].filter((box) => box.checked).length
    choose.hidden = chosen === 0
    const status = part(choose, 'chosen')
    const { one = '', many = '' } = status.dataset
    say(status, chosen === 1 ? one : many.replace('0', chosen.toLocaleString(`${document.documentElement.lang}-CA`)))
  }
  document.addEventListener('change', count)
  count()
}

/** @param {HTMLElement} list @param {string} name */
function filter(list, name) {
  const wanted = sameLengthFold(name.trim())
  let shown = 0
  for (const folder of list.querySelectorAll('.folder')) {
    let own = 0
    for (const row of folder.querySelectorAll('li')) {
      row.hidden = !sameLengthFold(row.textContent ?? '').includes(wanted)
      if (!row.hidden) own += row.querySelectorAll('.titles a').length
    }
    if (folder instanceof HTMLElement) folder.hidden = own === 0
    say(find(folder, 'summary small'), own.toLocaleString(`${document.documentElement.lang}-CA`))
    shown += own
  }
  say(part(list, 'shown'), shown === 0 ? (part(list, 'shown').dataset.none ?? '') : '')
}
