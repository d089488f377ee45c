/** A ZIP archive in the browser, by JSZip, which comes as a script that sets a global. */

/** @typedef {{ file(name: string, text: string): unknown, generateAsync(options: { type: 'blob', compression: 'DEFLATE' }): Promise<Blob> }} Zip */

/** @param {Record<string, string>} parts each file's text by its name @returns {Promise<Blob>} */
export async function zipped(parts) {
  await import(new URL('jszip.js', import.meta.url).href)
  const zip = new /** @type {new () => Zip} */ (Reflect.get(globalThis, 'JSZip'))()
  for (const [name, text] of Object.entries(parts)) zip.file(name, text)
  return zip.generateAsync({ type: 'blob', compression: 'DEFLATE' })
}
