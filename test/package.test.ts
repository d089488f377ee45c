/** The package as another program uses it: made, installed into an empty folder with an empty home, its examples checked and run there. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'sourcier-package-'))
const elsewhere = join(folder, 'elsewhere')
const index = join(elsewhere, 'my-index')
const env = { PATH: process.env.PATH, HOME: join(folder, 'home'), LANG: 'en_CA.UTF-8' }
const run = (command: string, args: string[]) => spawnSync(command, args, { cwd: elsewhere, encoding: 'utf8', env, timeout: 300_000 })
const sourcier = (...args: string[]) => run('node', ['node_modules/sourcier/bin/sourcier.mjs', ...args])
const typescript = join(process.cwd(), 'node_modules')

describe('the package', () => {
  let installed: ReturnType<typeof run>
  beforeAll(() => {
    mkdirSync(elsewhere)
    const made = spawnSync('node', ['scripts/package.mjs', folder], { encoding: 'utf8' })
    expect(made.stderr, made.stdout).not.toMatch(/error/i)
    writeFileSync(join(elsewhere, 'package.json'), '{"name":"elsewhere","private":true,"type":"module"}')
    const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    installed = run('npm', ['install', '--no-audit', '--no-fund', '--no-update-notifier', join(folder, archive)])
  }, 400_000)

  test('installs with nothing of our settings, without a warning', () => {
    expect([installed.status, installed.stderr.replaceAll(/npm (?:notice|warn Unknown).*\n?/g, '').trim()]).toEqual([0, ''])
    expect(readdirSync(join(elsewhere, 'node_modules'))).not.toContain('sharp')
  })

  test('holds the product alone', () => {
    const own = join(elsewhere, 'node_modules/sourcier')
    const files = (readdirSync(own, { recursive: true }) as string[]).filter((name) => !name.startsWith('node_modules'))
    expect(files.filter((name) => !name.includes('/')).sort()).toEqual([
      ...['CHANGELOG.md', 'LICENSE', 'README.fr.md', 'README.md', 'bin', 'dist', 'docs', 'examples', 'models', 'package.json', 'prompts'],
      ...['scripts', 'seeds'],
    ])
    expect(files.filter((name) => /\.(?:test|contract)\.|\.tsx?$|\.png$/.test(name) && !/\.d\.ts$|^examples\//.test(name))).toEqual([])
    const { private: secret, scripts, devDependencies, overrides } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'))
    expect([secret, scripts, devDependencies, overrides]).toEqual([undefined, undefined, undefined, undefined])
  })

  test('publint finds nothing, and an entry that is not there (negative control)', () => {
    const own = join(elsewhere, 'node_modules/sourcier')
    const publint = (folder: string) => run('node', [join(typescript, 'publint/src/cli.js'), 'run', folder, '--pack', 'false', '--strict'])
    expect([publint(own).status, publint(own).stdout]).toEqual([0, expect.stringContaining('All good!')])
    const broken = join(folder, 'broken')
    mkdirSync(broken)
    cpSync(join(own, 'package.json'), join(broken, 'package.json'))
    expect([publint(broken).status, publint(broken).stdout]).toEqual([1, expect.stringContaining('dist/index.js')])
  })

  test('its command indexes and answers', () => {
    const built = sourcier('index', '--documents', 'node_modules/sourcier/seeds', '--index', index)
    expect([built.status, built.stdout]).toEqual([0, expect.stringMatching(/^Index built: 5 documents/)])
    const asked = run('npx', ['sourcier', 'ask', '--documents', 'node_modules/sourcier/seeds', '--index', index, 'what is ITQ?'])
    expect(asked.stdout).toMatch(/Infrastructures technologiques Québec \(ITQ\)/)
  }, 120_000)

  test('what it says names its own command, not scripts of the repository', () => {
    expect(sourcier('index', '--help').stdout).toMatch(/sourcier index --documents/)
    expect(sourcier('index', '--help').stdout).not.toMatch(/npm (?:run|start)/)
    expect(sourcier('ask').stderr).toContain('sourcier ask "What is ITQ?"')
  })

  test('the retriever is one of LangChain’s own, over an index that is there; without one it says what to do', () => {
    const program = `
      import { BaseRetriever } from '@langchain/core/retrievers'
      import { SourcierRetriever } from 'sourcier'
      const found = await new SourcierRetriever({ index: ${JSON.stringify(index)}, k: 2 }).invoke('what is ITQ?')
      const missing = await new SourcierRetriever({ index: 'nowhere' }).invoke('x').catch((error) => error.message)
      console.log(JSON.stringify({ is: new SourcierRetriever({ index: 'x' }) instanceof BaseRetriever, found, missing }))`
    const { stdout, stderr } = run('node', ['--input-type=module', '-e', program])
    expect(stderr).toBe('')
    const { is, found, missing } = JSON.parse(stdout) as {
      is: boolean
      missing: string
      found: { pageContent: string; metadata: { start: number; end: number; source: string } }[]
    }
    expect([is, found.length]).toEqual([true, 2])
    for (const { pageContent, metadata } of found) expect(pageContent).toHaveLength(metadata.end - metadata.start)
    expect(missing).toMatch(/There is no index.*: sourcier index --index nowhere.*Il n’y a pas d’index/)
  })

  test('an index made with HNSW is read where the module is missing', () => {
    const withHnsw = join(folder, 'hnsw')
    const built = spawnSync('node', ['bin/sourcier.mjs', 'index', '--index', withHnsw, '--store', 'hnsw', '--reader', 'features'], {
      encoding: 'utf8',
    })
    expect(built.status).toBe(0)
    const program = `
      import { SourcierRetriever } from 'sourcier'
      console.log((await new SourcierRetriever({ index: ${JSON.stringify(withHnsw)} }).invoke('what is ITQ?')).length)`
    expect(run('node', ['--input-type=module', '-e', program]).stdout.trim()).toBe('5')
  })

  describe('examples', () => {
    let server: ChildProcess
    let url = ''
    beforeAll(async () => {
      cpSync(join(elsewhere, 'node_modules/sourcier/examples'), join(elsewhere, 'examples'), { recursive: true })
      server = spawn(
        'node',
        ['node_modules/sourcier/bin/sourcier.mjs', 'serve', '--port', '0', '--documents', 'node_modules/sourcier/seeds', '--index', index],
        { cwd: elsewhere, env },
      )
      url = await new Promise((resolve) => server.stdout?.on('data', (part) => resolve(/http:\/\/\S+/.exec(String(part))?.[0] ?? '')))
    })
    afterAll(async () => {
      const ended = once(server, 'exit')
      server.kill()
      await ended
    })

    test('types hold under strict rules', () => {
      const settings = {
        strict: true,
        noEmit: true,
        module: 'NodeNext',
        target: 'ES2022',
        skipLibCheck: true,
        types: ['node'],
        typeRoots: [join(typescript, '@types')],
      }
      writeFileSync(join(elsewhere, 'tsconfig.json'), JSON.stringify({ compilerOptions: settings, include: ['examples'] }))
      const checked = run('node', [join(typescript, 'typescript/bin/tsc')])
      expect([checked.status, checked.stdout]).toEqual([0, ''])
      // … and a wrong one is seen (negative control).
      writeFileSync(
        join(elsewhere, 'examples', 'wrong.ts'),
        `import { SourcierRetriever } from 'sourcier'\nnew SourcierRetriever({ index: 5 })\n`,
      )
      expect(run('node', [join(typescript, 'typescript/bin/tsc')]).stdout).toMatch(/wrong\.ts.*not assignable to type 'string'/)
    })

    const example = (name: string, ...args: string[]) =>
      run('node', ['--import', join(typescript, 'tsx/dist/loader.mjs'), `examples/${name}.ts`, ...args])
    const seeds = 'node_modules/sourcier/seeds'

    test.each<[string, string[], RegExp]>([
      ['build-index', [seeds, index], /^up to date \{.*unchanged: 5/s],
      ['ask', [seeds, 'What is ITQ?', index], /\(ITQ\).*\n\[1\] 003_91551f630c430135\.txt, \d+–\d+\n/s],
      ['stream', [seeds, 'C’est quoi ITQ ?', index], /ITQ.*\[ 1 \].*\nextractive, \d+ ms\n$/s],
      ['search', [seeds, 'government infrastructure', index], /^\d\.\d\d .*: .*government ~ gouvernement 0\.\d\d/],
    ])('%s runs', (name, args, expected) => {
      const { status, stdout, stderr } = example(name, ...args)
      expect([status, stdout], stderr).toEqual([0, expect.stringMatching(expected)])
    })

    test('build-index tells an error by its code', () => {
      expect(example('build-index', 'nowhere', index)).toMatchObject({ status: 1, stderr: expect.stringContaining('documents-missing') })
    })

    test('retriever and client run', () => {
      const retriever = example('retriever', index)
      expect(retriever.stdout.match(/\d+–\d+/g), retriever.stderr).toHaveLength(6)
      const client = example('client', url)
      expect(client.stdout, client.stderr).toMatch(/\[1\] word for word/)
      expect(client.stdout).not.toContain('NOT THERE')
    })
  })
})
