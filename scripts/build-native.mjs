/**
 * Compiles hnswlib-node's addon with one compiler call, from files of the registry alone.
 *
 * npm would run node-gyp here, and node-gyp downloads Node's headers from outside the registry. The addon uses Node-API
 * only, whose headers are the package `node-api-headers`, so a C++ compiler is all it takes. Nothing here ever fails the
 * caller: without the addon Sourcier answers by exact search and says so.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)

/** @param {string} name @returns {string | undefined} the folder of an installed package */
function packageFolder(name) {
  try {
    return dirname(require.resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}

/** The first C++ compiler that answers, or undefined. `CXX` wins when it is set. */
export function findCompiler(env = process.env) {
  const candidates = env.CXX ? [env.CXX] : ['c++', 'g++', 'clang++']
  return candidates.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)
}

/**
 * @param {(line: string) => void} log
 * @returns {{ state: 'present' | 'built' | 'skipped', reason?: string }}
 */
export function buildNative(log = () => {}) {
  const folder = packageFolder('hnswlib-node')
  if (!folder) return { state: 'skipped', reason: 'hnswlib-node is not installed' }
  const target = join(folder, 'build', 'Release', 'addon.node')
  if (existsSync(target)) return { state: 'present' }
  const napi = packageFolder('node-api-headers')
  const addonApi = packageFolder('node-addon-api')
  const compiler = findCompiler()
  if (!napi || !addonApi || process.platform === 'win32' || !compiler) {
    return { state: 'skipped', reason: compiler ? 'headers are missing' : 'no C++ compiler was found (c++, g++, clang++ or CXX)' }
  }
  log('Compiling hnswlib-node once, about ten seconds · Compilation de hnswlib-node, une seule fois, une dizaine de secondes')
  mkdirSync(dirname(target), { recursive: true })
  // Written beside and renamed, so that an interrupted compiler never leaves half an addon for the next start to load.
  const partial = `${target}.${process.pid}.partial`
  const args = ['-O3', '-std=c++17', '-fPIC', '-shared', '-DNAPI_DISABLE_CPP_EXCEPTIONS', '-DNODE_GYP_MODULE_NAME=addon']
  if (process.platform === 'darwin') args.push('-undefined', 'dynamic_lookup')
  args.push('-I', join(napi, 'include'), '-I', addonApi, join(folder, 'src', 'addon.cc'), '-o', partial)
  const run = spawnSync(compiler, args, { encoding: 'utf8' })
  if (run.status !== 0) {
    rmSync(partial, { force: true })
    return { state: 'skipped', reason: (run.stderr || String(run.error ?? '')).trim().split('\n')[0] ?? 'the compiler failed' }
  }
  renameSync(partial, target)
  return { state: 'built' }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = buildNative(console.error)
  if (result.reason)
    console.error(`HNSW addon not built, exact search will be used · Module HNSW non compilé, recherche exacte : ${result.reason}`)
}
