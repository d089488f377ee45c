/**
 * Whether the server does what /openapi.json says, judged by schemathesis (PyPI), which makes requests from the document: all checks,
 * the same requests each time. schemathesis.toml lists what is no finding, with reasons. Needs python3 and PyPI; without them it says so and ends
 * with 0.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VERSION = '4.32.5'
/** Of administration, so that every operation is tried. */
const TOKEN = 'token-of-check-openapi'
/** What is no finding. */
const CONFIG = fileURLToPath(new URL('../schemathesis.toml', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sourcier-openapi-'))

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {'ignore' | 'inherit'} stdio
 * @returns whether the program ended with 0
 */
function run(command, args, stdio = 'ignore') {
  // It keeps a folder of its own where it runs.
  return spawnSync(command, args, { cwd: folder, stdio, timeout: 150_000 }).status === 0
}

async function check() {
  const environment = join(folder, 'venv')
  const pip = join(environment, 'bin', 'pip')
  if (!run('python3', ['-m', 'venv', environment]) || !run(pip, ['install', '--quiet', `schemathesis==${VERSION}`])) {
    console.log('schemathesis could not be installed: the document of the interface was not checked by it.')
    return 0
  }
  // Requests add and remove documents: those of a copy.
  const documents = join(folder, 'documents')
  cpSync('seeds', documents, { recursive: true })
  const settings = [
    '--documents',
    documents,
    '--port',
    '0',
    '--rate-limit',
    '0',
    '--index',
    join(folder, 'index'),
    '--feedback',
    join(folder, 'feedback.jsonl'),
  ]
  const server = spawn('node', ['bin/sourcier.mjs', 'serve', ...settings], {
    env: { ...process.env, SOURCIER_ADMIN_TOKEN: TOKEN },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await new Promise((resolve, reject) => {
      server.stdout.on('data', (part) => {
        const [found] = /http:\/\/\S+/.exec(String(part)) ?? []
        if (found) resolve(found)
      })
      server.once('exit', () => reject(new Error('The server ended.')))
    })
    const options = [
      '--phases',
      'examples,coverage,fuzzing',
      // The same requests each time, on any machine: few, by a fixed seed, and no bound on time but that of the process.
      '--max-examples',
      '25',
      '--seed',
      '1',
      '--no-color',
      '-H',
      `Authorization: Bearer ${TOKEN}`,
    ]
    return run(join(environment, 'bin', 'schemathesis'), ['--config-file', CONFIG, 'run', `${url}/openapi.json`, ...options], 'inherit')
      ? 0
      : 1
  } finally {
    server.kill()
  }
}

process.exitCode = await check().finally(() => rmSync(folder, { recursive: true, force: true }))
