/**
 * The conformance suite of the Model Context Protocol against /mcp: the scenarios of test/mcp-conformance.json, which also says why the
 * others do not apply. The suite needs Node 22, which is fetched beside it where this one is older, and the package registry.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const { package: name, version, scenarios } = JSON.parse(readFileSync('test/mcp-conformance.json', 'utf8'))
const folder = mkdtempSync(join(tmpdir(), 'sourcier-mcp-'))

/** @param {string} url @param {string} scenario @returns {boolean} whether it passed */
function passes(url, scenario) {
  const args = ['server', '--url', url, '--scenario', scenario]
  const file = join(folder, 'node_modules', '.bin', 'conformance')
  const node = join(folder, 'node_modules', '.bin', 'node')
  const { status, stdout, error } = spawnSync(node, [file, ...args], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
  console.log(`${status === 0 ? 'passed' : 'FAILED'} ${scenario}`)
  if (status !== 0) console.log(error ?? stdout)
  return status === 0
}

async function check() {
  // The package of Node fetches it by a script; settings of this repository would keep it from that.
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  const installed = spawnSync('npm', ['install', '--no-audit', '--ignore-scripts=false', `${name}@${version}`, 'node@22'], {
    cwd: folder,
    stdio: 'ignore',
  })
  if (installed.status !== 0) throw new Error(`${name} could not be installed.`)
  const settings = ['--port', '0', '--rate-limit', '0', '--index', join(folder, 'index'), '--feedback', 'none']
  const server = spawn('node', ['bin/sourcier.mjs', 'serve', ...settings], { stdio: ['ignore', 'pipe', 'inherit'] })
  try {
    /** @type {string} */
    const url = await new Promise((resolve, reject) => {
      server.stdout.on('data', (part) => {
        const [found] = /http:\/\/\S+/.exec(String(part)) ?? []
        if (found) resolve(`${found}/mcp`)
      })
      server.once('exit', () => reject(new Error('The server ended.')))
    })
    const failed = scenarios.filter((/** @type {string} */ scenario) => !passes(url, scenario))
    return failed.length === 0 ? 0 : 1
  } finally {
    server.kill()
  }
}

process.exitCode = await check().finally(() => rmSync(folder, { recursive: true, force: true }))
