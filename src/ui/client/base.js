/** Addresses of this server, which may be served below a path of a site: the scripts know where they came from. */

const base = new URL('..', import.meta.url).pathname

/** @param {string} path as the server knows it, from its root @returns {string} as the browser must ask for it */
export function addressOf(path) {
  return base + path.slice(1)
}
