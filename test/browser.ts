/** A server on a folder of documents and a page in a real browser: Debian's Chromium, driven by playwright-core. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest'

const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium'
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Of the server's administration. */
export const ADMIN_TOKEN = 'a-token-of-the-tests'

export interface Visit {
  page: Page
  /** Everything that went wrong in the page: errors, warnings, dialogs, requests to anywhere else. */
  problems: string[]
}

export interface World {
  readonly url: string
  open(path: string, options?: BrowserContextOptions): Promise<Visit>
}

/** A describe block with a server and a browser; skipped by name where there is no browser. */
/** @param settings of the server, as flags */
export function inBrowser(name: string, documents: () => string, body: (world: World) => void, settings: readonly string[] = []): void {
  if (!existsSync(EXECUTABLE)) {
    test.skip(`${name}: skipped, because ${EXECUTABLE} is not installed (CI installs it)`, () => {})
    return
  }
  describe(name, () => {
    let server: ChildProcess
    let browser: Browser
    let url = ''
    let opened: BrowserContext[] = []
    // What a test has opened would go on working beside the next ones.
    afterEach(async () => {
      await Promise.all(opened.map((context) => context.close()))
      opened = []
    })
    beforeAll(async () => {
      const index = mkdtempSync(join(tmpdir(), 'sourcier-browser-'))
      server = spawn(
        'node',
        [
          'bin/sourcier.mjs',
          'serve',
          '--port',
          '0',
          '--index',
          index,
          '--documents',
          documents(),
          // What is on the page depends on no reader; this one is ten times as fast.
          '--reader',
          'features',
          '--feedback',
          join(index, 'feedback.jsonl'),
          ...settings,
        ],
        { env: { ...process.env, SOURCIER_ADMIN_TOKEN: ADMIN_TOKEN } },
      )
      url = await new Promise((resolve, reject) => {
        server.stdout?.on('data', (chunk) => {
          const found = /http:\/\/\S+/.exec(String(chunk))?.[0]
          if (found) resolve(found)
        })
        server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
      })
      browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS })
    })
    afterAll(async () => {
      await browser?.close()
      server?.kill()
    })
    body({
      get url() {
        return url
      },
      async open(path, options = {}) {
        const context = await browser.newContext(options)
        opened.push(context)
        const page = await context.newPage()
        page.setDefaultTimeout(10_000)
        // A server may just be starting its models.
        page.setDefaultNavigationTimeout(30_000)
        const problems: string[] = []
        page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()))
        page.on('pageerror', (error) => problems.push(String(error)))
        page.on('dialog', (dialog) => {
          problems.push(`dialog: ${dialog.message()}`)
          void dialog.dismiss()
        })
        page.on('request', (request) => {
          if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(url)) problems.push(request.url())
        })
        await page.goto(url + path)
        return { page, problems }
      },
    })
  })
}

/** Does what leads to another page, and waits until that one is there with its scripts: until then the page before is still read. */
export async function leave(page: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()])
}

/** Asks and waits until the answer, or its failure, is there. */
export async function ask(page: Page, question: string): Promise<void> {
  await page.waitForFunction(() => customElements.get('sourcier-chat') !== undefined)
  const turns = await page.locator('.turn').count()
  await page.getByRole('textbox').fill(question)
  await page.getByRole('textbox').press('Enter')
  await page.waitForFunction((n) => document.querySelectorAll('sourcier-chat:not([data-busy]) .turn').length > n, turns)
}
