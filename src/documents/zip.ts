/** Packages (Word, PowerPoint, OpenDocument, Excel): what they may declare to hold, and their parts. */
import JSZip from 'jszip'
import { RefusedFormat, TooLargeUnpacked } from './format.ts'

/** What a package may say it holds, unpacked; what it really holds is bounded by the process that unpacks it. */
const UNPACKED_MAX = 50 * 1024 * 1024
const ENTRIES_MAX = 2000

/** Compound files (the older Office formats, and every newer one with a password) begin so. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0]

export type Zip = JSZip

export function isCompound(bytes: Buffer): boolean {
  return COMPOUND.every((byte, i) => bytes[i] === byte)
}

/** @throws RefusedFormat encrypted for a compound file, other-kind for what is no package; TooLargeUnpacked */
export function checkPackage(bytes: Buffer): void {
  if (isCompound(bytes)) throw new RefusedFormat('encrypted')
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) throw new RefusedFormat('other-kind')
  checkDirectory(bytes)
}

export function openZip(bytes: Buffer): Promise<Zip> {
  checkPackage(bytes)
  return JSZip.loadAsync(bytes)
}

/** Text of a part; '' when there is none. */
export async function partOf(zip: Zip, name: string): Promise<string> {
  return (await zip.file(name)?.async('string')) ?? ''
}

/** Adds up what the package's directory declares. @throws TooLargeUnpacked */
function checkDirectory(bytes: Buffer): void {
  let entries = 0
  let unpacked = 0
  for (let at = bytes.indexOf('PK\u0001\u0002', 0, 'latin1'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 46, 'latin1')) {
    if (at + 46 > bytes.length) break
    entries++
    unpacked += bytes.readUInt32LE(at + 24)
    if (entries > ENTRIES_MAX || unpacked > UNPACKED_MAX) throw new TooLargeUnpacked()
  }
}
