/**
 * Bytes in, text out. Knows nothing of files or formats.
 *
 * Order: byte-order mark, UTF-16 without one, strict UTF-8, then Windows-1252, which every byte sequence satisfies and which is what older
 * Canadian government files are written in. Line ends become `\n`, so that offsets do not depend on the system a file came from.
 */

/** @returns the text, or undefined when the bytes are no text (a NUL byte, or more than 5 % control characters) */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = decode(bytes).replace(/\r\n?/g, '\n')
  return looksLikeText(text) ? text : undefined
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8').decode(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const wide = wideOrder(bytes)
  if (wide) return new TextDecoder(wide).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return decodeWindows1252(bytes)
  }
}

/** UTF-16 without a mark: in text of our languages nearly every other byte is zero, on one side. */
function wideOrder(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const sample = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [i, byte] of sample.entries()) if (byte === 0) zeros[i % 2] = (zeros[i % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros.map((count) => count / (sample.length / 2))
  if (bytes.length < 4 || bytes.length % 2 !== 0) return undefined
  if (odd > 0.6 && even < 0.05) return 'utf-16le'
  return even > 0.6 && odd < 0.05 ? 'utf-16be' : undefined
}

/** What Windows-1252 has at 0x80 to 0x9f; '\ufffd' where it has nothing. */
const WINDOWS_1252 = '€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ'

/** By hand, because TextDecoder of some Node 20 releases decodes windows-1252 as Latin-1 and loses every ’ and œ. */
function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin1.replace(/[\x80-\x9f]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80] as string)
}

function looksLikeText(text: string): boolean {
  if (text.includes('\0')) return false
  let controls = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if ((code < 32 && code !== 9 && code !== 10 && code !== 12) || (code >= 127 && code < 160)) controls++
  }
  return controls <= text.length * 0.05
}
