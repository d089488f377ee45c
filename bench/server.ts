/** A server of its own for a measurement: an index made on the way, no limits of its address, nothing kept. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

export interface Measured {
  url: string
  process: ChildProcess
}

/** @param flags of `sourcier serve`, in place of an index of its own and the documents of the configuration */
export async function startServer(flags: readonly string[] = []): Promise<Measured> {
  const index = flags.includes('--index') ? [] : ['--index', mkdtempSync(join(tmpdir(), 'sourcier-bench-'))]
  const server = spawn('node', ['bin/sourcier.mjs', 'serve', '--port', '0', '--feedback', 'none', ...index, ...flags], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve) => {
    server.stdout.on('data', (chunk) => {
      const found = /http:\/\/\S+/.exec(String(chunk))?.[0]
      if (found) resolve(found)
    })
  })
  // The first documents can be asked about before the index is whole.
  while ((await fetch(`${url}/health`)).status !== 200) await wait(100)
  return { url, process: server }
}

/** Resident, in MiB. */
export function memoryOf(server: ChildProcess): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024)
}
