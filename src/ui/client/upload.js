/** Files dropped on the page, or chosen in its form, are added to the documents; the index follows by itself, and the page says when. */
import { addressOf } from './base.js'
import { part, say } from './parts.js'

const EVERY = 700
/** Milliseconds after which an index that has not changed is taken to be up to date: the files could not be read. */
const PATIENCE = 4000

const status = part(document, 'upload-status')
const place = part(document, 'drop-here')
/** @type {Record<'sending' | 'added' | 'ready' | 'failed', string>} */
const labels = JSON.parse(status.dataset.labels ?? '{}')

/** @param {DragEvent} event */
const bringsFiles = (event) => event.dataTransfer?.types.includes('Files') ?? false

document.addEventListener('dragover', (event) => {
  if (!bringsFiles(event)) return
  event.preventDefault()
  place.hidden = false
})
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) place.hidden = true
})
document.addEventListener('drop', (event) => {
  if (!bringsFiles(event)) return
  event.preventDefault()
  place.hidden = true
  const form = new FormData()
  for (const file of event.dataTransfer?.files ?? []) form.append('file', file)
  void send(form)
})
document.querySelector('form[data-part=upload]')?.addEventListener('submit', (event) => {
  event.preventDefault()
  if (event.target instanceof HTMLFormElement) void send(new FormData(event.target))
})

/** @param {FormData} form */
async function send(form) {
  const before = await generation()
  say(status, labels.sending)
  const response = await fetch(addressOf('/documents'), { method: 'POST', body: form }).catch(() => undefined)
  const body = await response?.json().catch(() => undefined)
  if (!response?.ok) return say(status, body?.error?.message?.[document.documentElement.lang] ?? labels.failed)
  say(status, labels.added)
  await indexed(before)
  say(status, labels.ready)
  // Without a conversation there is nothing to lose, and the new documents are shown.
  const field = document.querySelector('#question')
  const writing = field instanceof HTMLTextAreaElement && field.value !== ''
  if (!document.querySelector('.turn') && !writing) location.reload()
}

/** @returns {Promise<any>} undefined when the server cannot be reached */
const health = () =>
  fetch(addressOf('/health'))
    .then((response) => response.json())
    .catch(() => undefined)

const generation = async () => (await health())?.index?.generation

/** Waits for the next index. @param {string | undefined} before */
async function indexed(before) {
  for (let waited = 0; ; waited += EVERY) {
    await new Promise((resolve) => setTimeout(resolve, EVERY))
    const now = await health()
    if (now?.index && now.index.generation !== before && !now.progress) return
    if (waited > PATIENCE && now?.index && !now.progress && !now.changes) return
  }
}
