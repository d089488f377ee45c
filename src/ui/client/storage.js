/** What the browser keeps: the conversation in this tab, and how a person likes the page. A full or forbidden store only forgets. */

/** @typedef {import('../../domain.ts').AskResponse} AskResponse */

const CONVERSATION = 'sourcier-conversation'

/** @returns {AskResponse[]} */
export function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(CONVERSATION) ?? '[]')
  } catch {
    return []
  }
}

/** @param {AskResponse[]} answers */
export function store(answers) {
  try {
    sessionStorage.setItem(CONVERSATION, JSON.stringify(answers))
  } catch {
    // A reload then starts anew.
  }
}

/** Reads a preference, or keeps it where a value is given. @param {string} name @param {string} [value] @returns {string | undefined} */
export function preference(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(`sourcier-${name}`, value)
    return localStorage.getItem(`sourcier-${name}`) ?? undefined
  } catch {
    return value
  }
}
