/** Keeps the progress of indexing current, and loads the page again at its end. */
import { addressOf } from './base.js'
import { find, part, say } from './parts.js'

const EVERY = 1000

class SourcierIndexing extends HTMLElement {
  connectedCallback() {
    const ask = async () => {
      const health = await fetch(addressOf('/health')).then((response) => response.json())
      if (health.status !== 'starting' && !health.progress) return location.reload()
      const { label, done, total } = health.progress ?? {}
      if (label) {
        const bar = /** @type {HTMLProgressElement} */ (find(this, 'progress'))
        say(part(this, 'label'), label[document.documentElement.lang])
        bar.max = total || 1
        bar.value = done
      }
      setTimeout(again, EVERY)
    }
    // The server may be unreachable for a moment: try again.
    const again = () => ask().catch(() => setTimeout(again, EVERY))
    setTimeout(again, EVERY)
  }
}

customElements.define('sourcier-indexing', SourcierIndexing)
