/**
 * Makes the package that other programs install: src/ as JavaScript with types, and what `files` of package.json names. A library
 * whose own dependencies install badly elsewhere (overrides of ours reach no other project) is bundled into it; LangChain's core is a
 * peer, so that a retriever of ours is one of the program's own.
 *
 *     npm run package [-- FOLDER] [--dry-run]
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const { values: flags, positionals } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean', default: false } } })
const destination = resolve(positionals[0] ?? '.')
const stage = mkdtempSync(join(tmpdir(), 'sourcier-package-'))
const dist = join(stage, 'dist')

/** What is bundled, the files that import it, and what stays a dependency of the package. */
const BUNDLED = [
  {
    name: '@xenova/transformers',
    importers: ['onnx/runtime.js'],
    external: ['onnxruntime-node'],
    dependencies: { 'onnxruntime-node': '1.14.0' },
  },
]
/** Of src/, beside what the compiler writes. */
const ASSETS = ['ui/style', 'ui/icon.svg', 'read/features/weights.json']

/** @param {string} command @param {string[]} args @param {string} cwd */
function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${status}`)
}

async function bundle() {
  mkdirSync(join(dist, 'bundled'))
  for (const { name, importers, external } of BUNDLED) {
    const file = `${name.replace(/\W+/g, '-').replace(/^-/, '')}.js`
    await build({
      stdin: { contents: `export * from '${name}'`, resolveDir: root },
      ...{
        outfile: join(dist, 'bundled', file),
        external,
        bundle: true,
        platform: 'node',
        format: 'esm',
        target: 'node20',
        logLevel: 'warning',
      },
      // CommonJS inside of a module asks for these.
      banner: { js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);" },
    })
    const [scope, library] = name.split('/')
    cpSync(join(root, 'node_modules', scope ?? '', library ?? '', 'LICENSE'), join(dist, 'bundled', `${file}.LICENSE`))
    for (const importer of importers) {
      const path = join(dist, importer)
      const text = readFileSync(path, 'utf8')
      if (!text.includes(`'${name}'`)) throw new Error(`${importer} does not import ${name}`)
      writeFileSync(path, text.replaceAll(`'${name}'`, `'../bundled/${file}'`))
    }
  }
}

/** @param {Record<string, any>} repository package.json of the repository, which is private: it alone has what must not be published */
function manifest({ private: _, scripts: __, devDependencies: ___, overrides: ____, dependencies, ...own }) {
  const core = '@langchain/core'
  const dropped = new Set([core, 'tsx', ...BUNDLED.map(({ name }) => name)])
  const kept = Object.fromEntries(Object.entries(dependencies).filter(([name]) => !dropped.has(name)))
  return {
    ...own,
    dependencies: Object.assign(kept, ...BUNDLED.map((one) => one.dependencies)),
    peerDependencies: { [core]: '^1.1.0' },
  }
}

try {
  const repository = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  run('npx', ['tsc', '-p', 'tsconfig.build.json', '--outDir', dist], root)
  for (const file of ASSETS) cpSync(join(root, 'src', file), join(dist, file), { recursive: true })
  await bundle()
  for (const path of [...repository.files, 'README.md', 'LICENSE']) {
    if (path.startsWith('dist') || path.startsWith('!')) continue
    const from = join(root, path)
    if (!existsSync(from)) throw new Error(`files of package.json names ${path}, which is not there`)
    cpSync(from, join(stage, path), { recursive: true })
  }
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest(repository), null, 2)}\n`)
  if (flags['dry-run']) run('npm', ['pack', '--dry-run'], stage)
  else run('npm', ['pack', '--silent', '--pack-destination', destination], stage)
} finally {
  rmSync(stage, { recursive: true, force: true })
}
