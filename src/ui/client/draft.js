/**
 * Keeps the question that is being written when the page is left, in this tab alone, and puts it back into the next one. A script of
 * its own, small and not a module: it runs before the field is there, so that nothing typed before the other scripts come is lost.
 */
;(() => {
  const KEY = 'sourcier-draft'
  const field = () => /** @type {HTMLTextAreaElement | null} */ (document.querySelector('#question'))
  /** Whether what the field holds has been sent. */
  let sent = false

  /** @param {string} text empty forgets it */
  const keep = (text) => {
    try {
      if (text.trim() === '') sessionStorage.removeItem(KEY)
      else sessionStorage.setItem(KEY, text)
    } catch {
      // A full or forbidden store only forgets.
    }
  }
  const restore = () => {
    const place = field()
    if (!place) return
    try {
      const draft = sessionStorage.getItem(KEY) ?? ''
      // The browser may have put it back itself; what was typed meanwhile follows it.
      if (!place.value.startsWith(draft)) place.value = draft + place.value
      sessionStorage.removeItem(KEY)
    } catch {
      // There is none to restore.
    }
  }
  // Before the deferred scripts, which may ask what the field holds.
  document.addEventListener('readystatechange', () => document.readyState === 'interactive' && restore())
  addEventListener('submit', (event) => {
    sent = !event.defaultPrevented && event.target === field()?.form
  })
  addEventListener('pagehide', () => {
    const place = field()
    if (place) keep(sent ? '' : place.value)
  })
  // A page that comes back out of the browser's memory has its field as it was.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    sent = false
    if (field()) keep('')
  })
})()
