/**
 * A disposable process that works on hostile files: a bound on its heap, on the memory it holds and on its time. What exceeds one is
 * killed, and the next file gets a new process. Started when the first file comes.
 *
 * Time is that of processors: on a busy machine a file of 200 bytes may wait for longer than another one takes.
 */
import { type ChildProcess, fork, type SerializationType } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { extname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

export interface ChildLimits {
  /** MiB of JavaScript heap, and of memory in all. */
  heap: number
  resident: number
  /** Milliseconds of processor time for one file, the start of the process included where there is none yet. */
  time: number
  /** Milliseconds that may pass meanwhile; the only bound on time where the system does not tell what a process has used. */
  wall: number
}

/** What a process did not manage: a bound was reached, or it could not be started. */
export type Fault = { exceeded: 'memory' | 'time' } | { failed: string }

export interface Child<Order, Reply> {
  /** One order at a time. */
  ask(order: Order): Promise<Reply | Fault>
  close(): void
}

/** As this file is: TypeScript in the repository, with the loader that strips types; JavaScript in the package. */
const OWN = extname(fileURLToPath(import.meta.url))
const LOADER = OWN === '.ts' ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : []
/** Milliseconds. */
const LOOK_EVERY = 50
/** The unit of times in /proc, on every processor that Node runs on. */
const TICKS_A_SECOND = 100

/**
 * @param file that the process runs, without its ending; it answers each message with one
 * @param serialization advanced for orders and replies that hold bytes
 */
export function openChild<Order, Reply>(file: URL, limits: ChildLimits, serialization: SerializationType = 'json'): Child<Order, Reply> {
  let child: ChildProcess | undefined
  const start = (): ChildProcess => {
    const started = fork(fileURLToPath(file) + OWN, {
      execArgv: [...LOADER, `--max-old-space-size=${limits.heap}`],
      // It needs nothing of our environment.
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      serialization,
    })
    started.unref()
    started.channel?.unref()
    return started
  }
  const kill = (): void => {
    child?.kill('SIGKILL')
    child = undefined
  }
  return {
    close: kill,
    ask: (order) =>
      new Promise((resolve) => {
        child ??= start()
        const own = child
        own.ref()
        own.channel?.ref()
        let settled = false
        const settle = (reply: Reply | Fault, alive: boolean): void => {
          if (settled) return
          settled = true
          clearInterval(watchdog)
          own.removeAllListeners()
          own.on('error', () => {})
          own.unref()
          own.channel?.unref()
          if (!alive) kill()
          resolve(reply)
        }
        const before = processorTime(own.pid)
        // Counted in looks: while this process does not run, a reply cannot be taken either.
        let looks = 0
        const watchdog = setInterval(async () => {
          const passed = ++looks * LOOK_EVERY
          if ((await residentMiB(own.pid)) > limits.resident) settle({ exceeded: 'memory' }, false)
          const used = (await processorTime(own.pid)) - (await before)
          if (used > limits.time || passed > limits.wall) settle({ exceeded: 'time' }, false)
        }, LOOK_EVERY)
        own.once('message', (reply) => settle(reply as Reply, true))
        // A heap that is full ends the process; so does a fault of native code.
        own.once('exit', () => settle({ exceeded: 'memory' }, false))
        own.once('error', (error) => settle({ failed: error.message }, false))
        own.send(order as object)
      }),
  }
}

/** Memory that a process holds; 0 where the system does not tell, and the heap bound stands alone. */
async function residentMiB(pid: number | undefined): Promise<number> {
  const line = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '')
  return (Number(line.split(' ')[1] ?? 0) * 4096) / 1024 / 1024
}

/** Milliseconds of processor time that a process has used; NaN where the system does not tell, which exceeds nothing. */
async function processorTime(pid: number | undefined): Promise<number> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field is a name in parentheses, and may hold anything: the times are the 12th and 13th behind it.
  const [user, system] = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return ((Number(user) + Number(system)) * 1000) / TICKS_A_SECOND
}
