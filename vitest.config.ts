import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const TESTS = ['src', 'eval', 'test'].flatMap((folder) =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((name) => /\.test\.tsx?$/.test(name)).map((name) => join(folder, name)),
)

/** Imports of a test file that open a model, build an index, start a process or a server, or drive a browser. */
const HEAVY =
  /from '(?:\.[^']*\/(?:build-index|open|static|transformer|runtime|server|serve|browser|fake-server|world|writer|asked)\.ts|node:(?:child_process|http|net)|playwright-core)'|import\('\.[^']*\/open\.ts'\)|src\/index\.ts'|bin\/sourcier/

const heavy = TESTS.filter((file) => HEAVY.test(readFileSync(file, 'utf8')))

/** Milliseconds. Beyond any time that a test takes on a busy machine: what hangs is to end, what is slow is for `bench/`. */
const TIMEOUTS = { testTimeout: 90_000, hookTimeout: 120_000 }

/** Those that take minutes begin first: one of them alone at the end would leave a core idle. The others by size, as ever. */
const LONGEST = ['eval/regression', 'test/accessibility', 'test/package', 'eval/robust', 'test/chat', 'test/command']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.includes(name))
      return at === -1 ? LONGEST.length : at
    }
    return (await super.sort(files)).sort((a, b) => turn(a) - turn(b))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    // Once for the whole run: projects that extended this would each nest a temporary folder in the one before.
    globalSetup: 'test/temporary-folder.ts',
    // Two cores: more workers only wait for each other.
    maxWorkers: 2,
    projects: [
      { test: { ...TIMEOUTS, name: 'unit', include: TESTS.filter((file) => !heavy.includes(file)) } },
      { test: { ...TIMEOUTS, name: 'whole', include: heavy } },
    ],
  },
})
