/** Copies a text. @param {string} text @param {HTMLElement} button that was pressed, which keeps the focus @returns {Promise<boolean>} whether it was copied */
export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copySelected(text, button)
  }
}

/** Pages that come by http from another machine have no clipboard; there what is selected is copied. @param {string} text @param {HTMLElement} button */
function copySelected(text, button) {
  const field = document.createElement('textarea')
  field.className = 'visually-hidden'
  field.readOnly = true
  field.value = text
  // Beside the button: while a dialog is modal, what lies outside of it cannot be selected.
  button.after(field)
  field.focus({ preventScroll: true })
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  button.focus({ preventScroll: true })
  return copied
}
