/** The program as its user runs it: a process, its two outputs and its exit code. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { DEFAULT_READER } from '../src/config.ts'
import { canRecognise } from '../src/documents/scan.ts'
import { lockIndex } from '../src/store/lock.ts'

const folder = (): string => mkdtempSync(join(tmpdir(), 'sourcier-command-'))
// Where the reader is not what is tested, the one that is ten times as fast.
const environment = { PATH: process.env.PATH, HOME: folder(), LANG: 'en_CA.UTF-8', SOURCIER_READER: 'features' }
const run = (args: string[], env: Record<string, string> = {}) =>
  spawnSync('node', ['bin/sourcier.mjs', ...args], { encoding: 'utf8', env: { ...environment, ...env }, timeout: 60_000 })

let server: ChildProcess | undefined
afterEach(() => server?.kill('SIGKILL'))

async function startServer(args: string[], env: Record<string, string> = {}): Promise<string> {
  server = spawn('node', ['bin/sourcier.mjs', 'serve', '--port', '0', '--index', folder(), ...args], { env: { ...environment, ...env } })
  return new Promise((resolve, reject) => {
    server?.stdout?.on('data', (chunk) => {
      const url = /http:\/\/\S+/.exec(String(chunk))?.[0]
      if (url) resolve(url)
    })
    server?.once('exit', (code) => reject(new Error(`exit ${code}`)))
  })
}

test('ask prints the answer with numbered sources, index says what it did, both exit with 0', () => {
  const index = folder()
  const first = run(['index', '--index', index])
  expect([first.status, first.stdout]).toEqual([0, expect.stringMatching(/^Index built: 5 documents, \d+ passages, index g-/)])
  expect(run(['index', '--index', index]).stdout).toMatch(/^Index up to date/)
  const asked = run(['ask', 'what is ITQ?', '--index', index])
  expect(asked.status).toBe(0)
  expect(asked.stdout).toMatch(/Infrastructures technologiques Québec \(ITQ\)\.” \[1\]/)
  expect(asked.stdout).toMatch(/^\[1\] Le gouvernement du Québec.*\n {4}French · 003_91551f630c430135\.txt, \d+–\d+/m)
  // A pipe is no terminal: no progress, no colours.
  expect(asked.stderr).toBe('')
  const other = run(['ask', 'what is ITQ?', '--index', index, '--only', '001_3547ea09a7097038', '--json'])
  for (const { source } of JSON.parse(other.stdout).passages) expect(source).toBe('001_3547ea09a7097038.txt')
  expect(run(['ask', 'what is ITQ?', '--index', index, '--only', 'nowhere.pdf'])).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('documents-unknown'),
  })
  const json = run(['ask', '--json', 'c’est quoi ITQ ?', '--index', index])
  expect(JSON.parse(json.stdout)).toMatchObject({ language: 'fr', answered: true })
})

test('an output that is closed before its end, as by head, is no error', () => {
  const { stdout, stderr } = spawnSync('sh', ['-c', 'node bin/sourcier.mjs doctor | head -1'], { encoding: 'utf8', env: environment })
  expect([stdout, stderr]).toEqual([expect.stringMatching(/^. Node.*\n$/), ''])
  // Without a question there is something to say on the other output, and 2 to end with.
  const closed = 'exec 3>&1; { node bin/sourcier.mjs ask < /dev/null 2>&1 > /dev/null; echo $? >&3; } | true'
  expect(spawnSync('sh', ['-c', closed], { encoding: 'utf8', env: environment }).stdout).toBe('2\n')
})

test.skipIf(!existsSync('/dev/full'))('an output that cannot be written is an error with what to do, told once', () => {
  const full = (args: string) =>
    spawnSync('sh', ['-c', `node bin/sourcier.mjs ${args} > /dev/full`], { encoding: 'utf8', env: environment, timeout: 60_000 })
  for (const args of ['--version', 'doctor']) {
    const { status, stderr } = full(args)
    // Once, however much is printed.
    expect([status, stderr], args).toEqual([
      1,
      expect.stringMatching(/^output-unwritable\n {2}.*\(ENOSPC\).*\n {2}.*\(ENOSPC\)\u00a0: .*\n$/),
    ])
  }
  // Where errors cannot be told, the command ends with its own code.
  const untold = spawnSync('sh', ['-c', 'node bin/sourcier.mjs ask < /dev/null 2> /dev/full'], { encoding: 'utf8', env: environment })
  expect([untold.status, untold.stdout]).toEqual([2, ''])
})

test('help is there for every command, in the language of the terminal', () => {
  for (const command of ['serve', 'index', 'ask', 'eval', 'mcp', 'feedback', 'doctor']) {
    const english = run([command, '--help'])
    expect([english.status, english.stderr]).toEqual([0, ''])
    expect(english.stdout).toContain('SOURCIER_DOCUMENTS, seeds')
    expect(english.stdout).toMatch(/\nExamples\n {2}npm .*\n {2}npm .*\n/)
    // The settings of a server are those of the command that is one.
    expect(english.stdout.includes('SOURCIER_ALLOWED_HOSTS'), command).toBe(command === 'serve')
  }
  expect(run(['serve', '--help'], { LANG: 'fr_CA.UTF-8' }).stdout).toContain('dossier des documents')
}, 60_000)

test('--version prints the version of the package, even when a setting is wrong', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(run(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' })
  expect(run(['ask', '--version', '--port', 'http']).stdout).toBe(`${version}\n`)
})

test('wrong use exits with 2 and tells every problem in both languages', () => {
  const wrong = run(['serve', '--port', 'http', '--colour', '--store', 'x'])
  expect(wrong.status).toBe(2)
  expect(run(['serve', '--documnts', 'x']).stderr).toMatch(/“--documnts” is not a setting\. Did you mean --documents\?/)
  expect(run(['aks']).stderr).toMatch(/Vouliez-vous dire ask\u202f\?/)
  expect(wrong.stderr).toMatch(/^config-invalid\n {2}3 settings are wrong.*\n {2}3 paramètres sont incorrects/)
  expect(run(['dance']).status).toBe(2)
  // A name that every object has is no command either.
  expect(run(['constructor'])).toMatchObject({ status: 2, stderr: expect.stringMatching(/^command-unknown\n/) })
  expect(run(['ask']).status).toBe(2)
  expect(run(['ask', '?']).stderr).toMatch(/^request-invalid\n/)
})

test('a missing and an empty documents folder exit with 1 and say what to do', () => {
  const missing = run(['index', '--documents', '/nonexistent/folder', '--index', folder()])
  expect([missing.status, missing.stderr]).toEqual([1, expect.stringMatching(/^documents-missing\n.*--documents.*\n.*--documents/)])
  expect(run(['index', '--documents', folder(), '--index', folder()])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^documents-empty\n/),
  })
})

test('where no document can be read, each is named with its reason before the error, on the server, too', () => {
  const documents = folder()
  writeFileSync(join(documents, 'bad.txt'), Buffer.from([0, 1, 2, 3]))
  writeFileSync(join(documents, 'empty.txt'), '')
  for (const command of [['index'], ['serve', '--port', '0']]) {
    const { status, stderr } = run([...command, '--documents', documents, '--index', folder()])
    expect([status, stderr.match(/^[a-z-]+$/gm)]).toEqual([1, ['document-not-text', 'document-no-text', 'documents-empty']])
  }
})

test('an unreadable document is left out with a message; the others are indexed', () => {
  const documents = folder()
  writeFileSync(join(documents, 'good.txt'), 'The lighthouse was built in 1871.')
  writeFileSync(join(documents, 'bad.txt'), Buffer.from([0, 1, 2, 3]))
  const indexed = run(['index', '--documents', documents, '--index', folder()])
  expect(indexed.status).toBe(0)
  expect(indexed.stdout).toMatch(/1 document, /)
  expect(indexed.stderr).toMatch(/^document-not-text\n {2}“bad\.txt” is not text.*\n {2}«\u202fbad\.txt\u202f» n’est pas un fichier texte/)
})

test('what a name or a text would have the terminal do is shown, not done', () => {
  const documents = folder()
  const bell = '\u001b[31mred\u0007'
  writeFileSync(join(documents, `a${bell}\nb.txt`), `The lighthouse${bell} was built in 1871 by Mary Doe.`)
  const { status, stdout } = run(['ask', 'When was the lighthouse built?', '--documents', documents, '--index', folder()])
  expect([status, stdout]).toEqual([0, expect.stringContaining('· a\\u001b[31mred\\u0007 b.txt, 0–')])
  expect(stdout).toMatch(/lighthouse\\u001b\[31mred\\u0007 was built in 1871/)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
})

test('exact search can be asked for, and answers too', () => {
  const asked = run(['ask', 'what is ITQ?', '--json', '--index', folder(), '--store', 'exact'])
  expect(JSON.parse(asked.stdout)).toMatchObject({ answered: true })
})

test.skipIf(canRecognise())('text recognition without its packages names the command that brings them', () => {
  expect(run(['ask', 'what is ITQ?', '--ocr', 'on', '--index', folder()])).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/ocr-package-missing\n.*npm install tesseract\.js@/),
  })
})

test('a port in use is reported, exit 1', async () => {
  const blocker = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => blocker.once('listening', resolve))
  const { port } = blocker.address() as { port: number }
  const taken = run(['serve', '--port', String(port), '--index', folder()])
  blocker.close()
  expect([taken.status, taken.stderr]).toEqual([1, expect.stringMatching(/^port-in-use\n/)])
})

test('serve prints its address once it answers, with the bundled reader, and SIGTERM ends it with 0', async () => {
  // Of one document: what a page offers to ask is proved with the reader first.
  const documents = folder()
  copyFileSync('seeds/003_91551f630c430135.txt', join(documents, 'itq.txt'))
  const url = await startServer(['--documents', documents, '--reader', DEFAULT_READER])
  const answer = await fetch(`${url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"question":"what is ITQ?"}',
  })
  expect([answer.status, ((await answer.json()) as { answered: boolean }).answered]).toEqual([200, true])
  const ended = new Promise((resolve) => server?.once('exit', resolve))
  server?.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('a running server takes new, changed and deleted documents up by itself', async () => {
  const documents = folder()
  writeFileSync(join(documents, 'a.txt'), 'The lighthouse was built in 1871 by Mary Doe.')
  // By a flag: what indexes meanwhile is a process of its own, and must not go by the environment.
  const settings = ['--documents', documents, '--index', folder(), '--reader', 'features']
  const url = await startServer([...settings, '--refresh', '1'], { SOURCIER_READER: '/nonexistent/reader' })
  const names = async (): Promise<string> =>
    ((await (await fetch(`${url}/documents`)).json()) as { source: string }[]).map(({ source }) => source).join()
  expect(await names()).toBe('a.txt')
  writeFileSync(join(documents, 'b.txt'), 'The harbour was opened in 1902 by Ann Roe.')
  await expect.poll(names, { timeout: 60_000, interval: 200 }).toBe('a.txt,b.txt')
  rmSync(join(documents, 'a.txt'))
  await expect.poll(names, { timeout: 60_000, interval: 200 }).toBe('b.txt')
  const asked = await fetch(`${url}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"question":"When was the harbour opened?"}',
  })
  expect(await asked.text()).toContain('1902')
  expect(run(['index', ...settings]).stdout).toMatch(/^Index up to date/)
})

test('index --watch indexes again when documents change, and counts what became of them', async () => {
  const documents = folder()
  writeFileSync(join(documents, 'a.txt'), 'The lighthouse was built in 1871 by Mary Doe.')
  const watcher = spawn('node', ['bin/sourcier.mjs', 'index', '--watch', '--refresh', '1', '--documents', documents, '--index', folder()], {
    env: environment,
  })
  server = watcher
  let said = ''
  watcher.stdout.on('data', (chunk) => {
    said += chunk
  })
  await expect.poll(() => said, { timeout: 60_000 }).toContain('1 document new, 0 changed, 0 unchanged, 0 removed, 0 left out')
  writeFileSync(join(documents, 'a.txt'), 'The lighthouse was built in 1872 by Mary Doe.')
  await expect.poll(() => said, { timeout: 60_000 }).toContain('0 documents new, 1 changed')
  watcher.kill('SIGTERM')
  const code = await new Promise((resolve) => watcher.once('exit', resolve))
  expect(code).toBe(0)
})

test('a second writer learns from the error who holds the index', async () => {
  const index = folder()
  const holder = await lockIndex(index)
  const second = run(['index', '--index', index])
  expect([second.status, second.stderr]).toEqual([1, expect.stringMatching(new RegExp(`^index-locked\\n.*process ${process.pid} on`))])
  await holder.release()
})
