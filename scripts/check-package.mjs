/**
 * What other programs find in the package: its types under every way of importing (@arethetypeswrong/cli), fetched from the registry
 * when it is run; where that is out of reach, this says so and fails nothing. publint looks at the rest, in test/package.test.ts.
 *
 *     npm run check:package
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ATTW = '@arethetypeswrong/cli@0.18.5'
const root = fileURLToPath(new URL('..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'sourcier-check-'))
try {
  const made = spawnSync('node', ['scripts/package.mjs', folder], { cwd: root, stdio: 'inherit' })
  const [archive] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
  if (made.status !== 0 || !archive) throw new Error('the package was not made')
  if (spawnSync('npm', ['view', ATTW, 'version'], { encoding: 'utf8' }).status !== 0) {
    console.log(`${ATTW} is out of reach: types of the package not checked · hors de portée : types du paquet non vérifiés`)
  } else {
    // Modules alone: `require` and the resolution of Node 10 are not supported.
    const args = ['--yes', ATTW, join(folder, archive), '--profile', 'esm-only', '--no-emoji']
    process.exitCode = spawnSync('npx', args, { cwd: folder, stdio: 'inherit' }).status ?? 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
