/**
 * Bytes in, text out. Knows nothing of files or formats.
 *
 * Order: byte-order mark, UTF-16 without one, UTF-8 (with what is damaged in it lost, not all of it taken for something else), then the
 * one-byte tables that Canadian offices have saved text in: Windows-1252, Mac Roman, DOS code page 850, whichever gives the most
 * plausible French. Line ends become `\n`, so that offsets do not depend on the system a file came from.
 */

/** @returns the text, or undefined when the bytes are no text (a NUL byte, or more than 5 % control characters) */
export function decodeText(bytes: Uint8Array): string | undefined {
  const text = mendDoubleEncoding(decode(bytes)).replace(/\r\n?/g, '\n')
  return looksLikeText(text) ? text : undefined
}

function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decodeDamaged(bytes)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const wide = wideOrder(bytes)
  if (wide) return new TextDecoder(wide).decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return mostlyUtf8(bytes) ? decodeDamaged(bytes) : decodeOneByte(bytes)
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

// ---- UTF-8 with bad bytes ----

/** Whether most of what is not ASCII is whole sequences of UTF-8, of which other encodings hold next to none by chance. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let whole = 0
  let bad = 0
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes, i)
    if (length > 1) whole++
    else if (length === 0) bad++
    i += Math.max(1, length)
  }
  return whole > bad
}

/** Length of the sequence at a place, 1 for ASCII; 0 where there is none. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >= 0xe0 && first <= 0xef ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0
  for (let i = 1; i < length; i++) if (((bytes[at + i] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

/** What two encodings in one file leave: a line of its own in the older one. Read so only where it yields letters of French. */
const OLDER_LINE = /^[\p{ASCII}àâäçèéêëîïôùûüÿœæÀÂÇÈÉÊËÎÏÔÙÛÜŒÆ«»’‘“”–—…€°\u00a0]*$/u

/** UTF-8, line by line: what cannot be read is U+FFFD, or Windows-1252 where a whole line is. */
function decodeDamaged(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes)
  if (!text.includes('\ufffd')) return text
  const parts: string[] = []
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(0x0a, start)
    const end = found === -1 ? bytes.length : found + 1
    const line = bytes.subarray(start, end)
    const own = new TextDecoder('utf-8', { ignoreBOM: start > 0 }).decode(line)
    const older = own.includes('\ufffd') && !/[^\p{ASCII}\ufffd]/u.test(own) ? decodeTable(line, WINDOWS_1252) : ''
    parts.push(older !== '' && OLDER_LINE.test(older) ? older : own)
    start = end
  }
  return parts.join('')
}

// ---- one byte, one character ----

/** Characters of the bytes 0x80 to 0xff. By hand: TextDecoder of some Node 20 releases decodes windows-1252 as Latin-1, and knows no DOS pages. */
const LATIN_1 = Array.from({ length: 96 }, (_, i) => String.fromCharCode(0xa0 + i)).join('')
const WINDOWS_1252 = `€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ${LATIN_1}`
const MAC_ROMAN =
  'ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u00a0ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\uf8ffÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ'
const DOS_850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

/** Text of one-byte characters: of Windows (code page 1252), or of the older Macintosh. */
export function decodeBytes(bytes: Uint8Array, table: 'windows' | 'mac'): string {
  return decodeTable(bytes, table === 'mac' ? MAC_ROMAN : WINDOWS_1252)
}

function decodeTable(bytes: Uint8Array, table: string): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin1.replace(/[\x80-\xff]/g, (c) => table[c.charCodeAt(0) - 0x80] ?? '')
}

const SAMPLE_BYTES = 64 * 1024

/** The most plausible of the tables; Windows-1252 when another is not clearly better. */
function decodeOneByte(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE_BYTES)
  const [first = 0, mac = 0, dos = 0] = [WINDOWS_1252, MAC_ROMAN, DOS_850].map((table) => plausibility(decodeTable(sample, table)))
  if (mac > first && mac >= dos) return decodeTable(bytes, MAC_ROMAN)
  return decodeTable(bytes, dos > first ? DOS_850 : WINDOWS_1252)
}

const FRENCH_LETTER = /[àâçèéêëîïôùûüœæÀÂÇÈÉÊËÎÏÔÙÛŒÆ]/
const TYPOGRAPHY = /[«»’‘“”–—…€°©®™§¢£½¼²³×\u00a0]/

/** Letters of French next to letters speak for a table; signs between letters and everything else against it. */
function plausibility(text: string): number {
  let score = 0
  for (const { 0: c, index } of text.matchAll(/\P{ASCII}/gu)) {
    const before = text[index - 1] ?? ' '
    const after = text[index + 1] ?? ' '
    const inside = /\p{L}/u.test(before) && /\p{L}/u.test(after)
    const beside = /\p{L}/u.test(before) || /\p{L}/u.test(after)
    if (FRENCH_LETTER.test(c)) {
      const odd = /\p{Lu}/u.test(c) && /\p{Ll}/u.test(before)
      score += odd ? -2 : beside ? 2 : 1
    } else if (c === '’') score += inside ? 2 : 0
    else if (TYPOGRAPHY.test(c)) score += inside ? -2 : 0.5
    else score -= 2
  }
  return score
}

// ---- UTF-8 that was read as Windows-1252 and saved as UTF-8 again ----

const TWICE = /[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+/g
const BYTE_OF: ReadonlyMap<string, number> = new Map([...WINDOWS_1252].map((c, i) => [c, 0x80 + i]))

/** "rÃ©glement" -> "réglement", where several runs of a text are such. */
function mendDoubleEncoding(text: string): string {
  if (!/[ÃÂ]|â€/.test(text)) return text
  const mended = text
    .replace(TWICE, (run) => onceMore(run) ?? run)
    // "à" ends in a no-break space then, which many programs have made an ordinary one.
    .replace(/(?<![\p{L}\d])Ã (?=\S)/gu, 'à ')
  const letters = text.match(TWICE)?.filter((run) => onceMore(run) !== undefined).length ?? 0
  const kept = mended.match(/[À-ÿ]/g)?.length ?? 0
  // One such run among many accents that are right is something that somebody wrote.
  return letters > 0 && letters * 2 >= Math.min(kept, 4) ? mended : text
}

function onceMore(run: string): string | undefined {
  const bytes = [...run].map((c) => BYTE_OF.get(c) ?? c.charCodeAt(0))
  if (bytes.some((byte) => byte > 0xff)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes))
  } catch {
    return undefined
  }
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
