/**
 * The files of an index, as they are written and read. Node maps no files into memory: a small part is held whole, of a large one pieces
 * are read where they are needed, and the system keeps in its cache what is read often.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

/** Bytes that can be read from any place. */
export interface Part {
  readonly bytes: number
  /** A copy or a view, not to be changed. @throws RangeError where it does not reach so far */
  read(at: number, length: number): Uint8Array
  close(): void
}

/** Where the parts of an index grow. */
export interface PartsWriter {
  /** Puts bytes to the end of a part, which is made by the first of them. @throws AppError index-unwritable */
  append(name: string, bytes: Uint8Array): Promise<void>
  /** What was appended until now. */
  part(name: string): Promise<Part>
}

/** Parts up to this size are held whole. */
const HELD_BYTES = 1 << 20

export function memoryPart(content: Uint8Array): Part {
  return {
    bytes: content.byteLength,
    read(at, length) {
      check(at, length, content.byteLength)
      return content.subarray(at, at + length)
    },
    close: () => {},
  }
}

/** Gives back the file of a part that nobody can read any more. */
const abandoned = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor))

/** A file that does not change any more: it can be read until it is closed, even when its name is gone. */
export function filePart(path: string, bytes: number): Part {
  if (bytes <= HELD_BYTES) return memoryPart(readFileSync(path))
  const descriptor = openSync(path, 'r')
  const part: Part = {
    bytes,
    read(at, length) {
      check(at, length, bytes)
      // Nothing of it is left as it is allocated: what cannot be read throws.
      const content = new Uint8Array(Buffer.allocUnsafeSlow(length).buffer)
      for (let done = 0; done < length; ) {
        const read = readSync(descriptor, content, done, length - done, at + done)
        if (read === 0) throw new RangeError(`${path} ends at ${at + done}`)
        done += read
      }
      return content
    },
    close() {
      if (!abandoned.unregister(part)) return
      closeSync(descriptor)
    },
  }
  abandoned.register(part, descriptor, part)
  return part
}

function check(at: number, length: number, bytes: number): void {
  if (at < 0 || length < 0 || at + length > bytes) throw new RangeError(`${at} + ${length} of ${bytes} bytes`)
}

/** Parts in memory alone. */
export function memoryParts(): PartsWriter {
  const parts = new Map<string, Uint8Array[]>()
  return {
    async append(name, bytes) {
      const own = parts.get(name)
      if (own) own.push(bytes.slice())
      else parts.set(name, [bytes.slice()])
    },
    async part(name) {
      const whole = joined(parts.get(name) ?? [])
      parts.set(name, [whole])
      return memoryPart(whole)
    },
  }
}

/** One array that begins at an aligned place. */
function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

/** Numbers of four bytes each; files are little-endian, as is every platform that Node runs on but one. @param at and count in numbers */
export function readUint32(part: Part, at = 0, count = part.bytes / 4): Uint32Array {
  const { buffer, byteOffset } = aligned(part.read(4 * at, 4 * count), 4)
  return new Uint32Array(buffer, byteOffset, count)
}

export function readUint16(part: Part, at = 0, count = part.bytes / 2): Uint16Array {
  const { buffer, byteOffset } = aligned(part.read(2 * at, 2 * count), 2)
  return new Uint16Array(buffer, byteOffset, count)
}

export function readFloat32(part: Part, at = 0, count = part.bytes / 4): Float32Array {
  const { buffer, byteOffset } = aligned(part.read(4 * at, 4 * count), 4)
  return new Float32Array(buffer, byteOffset, count)
}

function aligned(bytes: Uint8Array, width: number): Uint8Array {
  return bytes.byteOffset % width === 0 ? bytes : new Uint8Array(bytes)
}

export function bytesOf(array: Float32Array | Uint32Array | Uint16Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength)
}
