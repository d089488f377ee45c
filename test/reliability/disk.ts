/**
 * A disk that can lose its power: what a writer does is recorded, and what is left of it after a cut at any operation is laid out as
 * real files. A name or a content that was not synced may survive or not; each way is a state of its own.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { type Files, realFiles } from '../../src/store/files.ts'

export type Operation =
  | { kind: 'makeFolder' | 'syncFile' | 'syncFolder' | 'remove'; path: string }
  | { kind: 'write'; path: string; bytes: Buffer }
  | { kind: 'rename' | 'link'; path: string; to: string }

/** The real operations, each written down; paths are relative to the root. */
export function recordingFiles(root: string, operations: Operation[], base: Files = realFiles): Files {
  const at = (path: string): string => relative(root, path)
  return {
    ...base,
    async makeFolder(path) {
      operations.push({ kind: 'makeFolder', path: at(path) })
      await base.makeFolder(path)
    },
    async write(path, chunks) {
      const bytes = Buffer.concat([...chunks])
      operations.push({ kind: 'write', path: at(path), bytes })
      await base.write(path, [bytes])
    },
    async append(path, bytes) {
      await base.append(path, bytes)
      operations.push({ kind: 'write', path: at(path), bytes: readFileSync(path) })
    },
    async link(from, to) {
      operations.push({ kind: 'link', path: at(from), to: at(to) })
      return base.link(from, to)
    },
    async writeNative(path, write) {
      await base.writeNative(path, write)
      operations.push({ kind: 'write', path: at(path), bytes: readFileSync(path) })
    },
    async syncFile(path) {
      operations.push({ kind: 'syncFile', path: at(path) })
      await base.syncFile(path)
    },
    async syncFolder(path) {
      operations.push({ kind: 'syncFolder', path: at(path) })
      await base.syncFolder(path)
    },
    async rename(from, to) {
      operations.push({ kind: 'rename', path: at(from), to: at(to) })
      await base.rename(from, to)
    },
    async remove(path) {
      operations.push({ kind: 'remove', path: at(path) })
      await base.remove(path)
    },
  }
}

interface File {
  bytes: Buffer
  /** What of it is on the platter. */
  durable: Buffer
}
type Names = Map<string, Node>
interface Folder {
  names: Names
  durable: Names
}
type Node = File | Folder

const isFolder = (node: Node | undefined): node is Folder => node !== undefined && 'names' in node

/** Ways in which a cut may leave a disk. */
export const CUTS = {
  /** Everything that was done is there, as after a killed process. */
  all: 'everything done survives',
  /** Only what was synced is there. */
  synced: 'only synced names and contents survive',
  /** Names are there, contents that were not synced are empty. */
  names: 'names survive, unsynced contents do not',
  /** The last change of a name is there before earlier ones that were not synced. */
  last: 'the last rename survives alone',
  /** The last write was cut at a sector. */
  torn: 'the last write is torn',
} as const
export type Cut = keyof typeof CUTS

export class Disk {
  readonly #root: Folder
  #last: Operation | undefined

  /** @param folder what is there, safely, before */
  constructor(folder: string) {
    this.#root = read(folder) as Folder
  }

  apply(operation: Operation): void {
    this.#last = operation
    const { names, name } = this.#place(operation.path)
    const node = names.get(name)
    switch (operation.kind) {
      case 'makeFolder': {
        let parent = this.#root
        for (const part of operation.path.split('/')) {
          const own = parent.names.get(part) ?? { names: new Map(), durable: new Map() }
          parent.names.set(part, own)
          parent = own as Folder
        }
        break
      }
      case 'write':
        if (node && !isFolder(node)) node.bytes = operation.bytes
        else names.set(name, { bytes: operation.bytes, durable: Buffer.alloc(0) })
        break
      case 'syncFile':
        if (node && !isFolder(node)) node.durable = node.bytes
        break
      case 'syncFolder': {
        const folder = operation.path === '' ? this.#root : node
        if (isFolder(folder)) folder.durable = new Map(folder.names)
        break
      }
      case 'rename': {
        const target = this.#place(operation.to)
        names.delete(name)
        if (node) target.names.set(target.name, node)
        break
      }
      case 'link': {
        // Two names of one file.
        const target = this.#place(operation.to)
        if (node) target.names.set(target.name, node)
        break
      }
      case 'remove':
        names.delete(name)
    }
  }

  /** Lays the disk out as it is found after a cut. undefined when this way of cutting makes no difference here. */
  after(cut: Cut): string | undefined {
    const folder = mkdtempSync(join(tmpdir(), 'sourcier-disk-'))
    const last = this.#last
    if (cut === 'torn') {
      if (last?.kind !== 'write' || last.bytes.length <= 512) return undefined
      const { names, name } = this.#place(last.path)
      const file = names.get(name) as File
      names.set(name, { ...file, bytes: last.bytes.subarray(0, Math.floor(last.bytes.length / 1024) * 512) })
      write(this.#root, folder, 'names', 'bytes')
      names.set(name, file)
    } else if (cut === 'last') {
      if (last?.kind !== 'rename') return undefined
      write(this.#root, folder, 'durable', 'durable')
      const { names, name } = this.#place(last.to)
      const moved = names.get(name) as Node
      if (isFolder(moved)) {
        mkdirSync(join(folder, last.to), { recursive: true })
        write(moved, join(folder, last.to), 'durable', 'durable')
      } else writeFileSync(join(folder, last.to), moved.durable)
    } else {
      write(this.#root, folder, cut === 'synced' ? 'durable' : 'names', cut === 'all' ? 'bytes' : 'durable')
    }
    return folder
  }

  #place(path: string): { names: Names; name: string } {
    let folder = this.#root
    for (const part of dirname(path).split('/')) {
      if (part === '.') continue
      const next = folder.names.get(part)
      folder = isFolder(next) ? next : { names: new Map(), durable: new Map() }
    }
    return { names: folder.names, name: basename(path) }
  }
}

function read(path: string): Node {
  const names: Names = new Map()
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const own = join(path, entry.name)
    if (entry.isDirectory()) names.set(entry.name, read(own))
    else {
      const bytes = readFileSync(own)
      names.set(entry.name, { bytes, durable: bytes })
    }
  }
  return { names, durable: new Map(names) }
}

function write(folder: Folder, path: string, names: 'names' | 'durable', bytes: 'bytes' | 'durable'): void {
  for (const [name, node] of folder[names]) {
    if (isFolder(node)) {
      mkdirSync(join(path, name))
      write(node, join(path, name), names, bytes)
    } else writeFileSync(join(path, name), node[bytes])
  }
}
