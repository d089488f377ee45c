/** The page in a real browser: Debian's Chromium, driven by playwright-core. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

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

if (!existsSync(EXECUTABLE)) {
  test.skip(`the page in a browser: skipped, because ${EXECUTABLE} is not installed (CI installs it)`, () => {})
} else {
  describe('the page in a browser', () => {
    let server: ChildProcess
    let browser: Browser
    let url: string
    beforeAll(async () => {
      server = spawn('node', ['bin/sourcier.mjs', 'serve', '--port', '0', '--index', mkdtempSync(join(tmpdir(), 'sourcier-chat-'))])
      url = await new Promise((resolve) => {
        server.stdout?.on('data', (chunk) => {
          const found = /http:\/\/\S+/.exec(String(chunk))?.[0]
          if (found) resolve(found)
        })
      })
      browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS })
    })
    afterAll(async () => {
      await browser?.close()
      server?.kill()
    })

    /** A page that remembers everything that went wrong in it. */
    async function open(path: string, options: BrowserContextOptions = {}): Promise<{ page: Page; problems: string[] }> {
      const context = await browser.newContext(options)
      const page = await context.newPage()
      const problems: string[] = []
      page.on('console', (message) => ['error', 'warning'].includes(message.type()) && problems.push(message.text()))
      page.on('pageerror', (error) => problems.push(String(error)))
      page.on('request', (request) => request.url().startsWith(url) || request.url().startsWith('data:') || problems.push(request.url()))
      await page.goto(url + path)
      return { page, problems }
    }
    const ask = async (page: Page, question: string): Promise<void> => {
      await page.getByRole('textbox').fill(question)
      await page.getByRole('textbox').press('Enter')
      await page.waitForFunction(() => document.querySelector('sourcier-chat:not([data-busy]) .turn') !== null)
    }

    test('a question is answered in place, the focus moves to the answer, a marker opens the source at the quote', async () => {
      const { page, problems } = await open('/en')
      await ask(page, 'what is ITQ?')
      expect(await page.locator('.answer .quote').first().getAttribute('lang')).toBe('fr')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Answer')
      const quote = await page.locator('.sources [data-part=quote]').first().textContent()
      await page.getByRole('link', { name: /^Source 1:/ }).click()
      await page.waitForURL(/\/source\/.*ui=en#cited$/)
      expect(await page.locator('mark').textContent()).toBe(quote)
      expect(await page.locator('mark').isVisible()).toBe(true)
      expect(problems).toEqual([])
    })

    test('the conversation goes on below, in French too', async () => {
      const { page, problems } = await open('/fr')
      await ask(page, 'c’est quoi ITQ ?')
      await ask(page, 'Quels sont les cinq piliers de TechImpact ?')
      expect(await page.locator('.turn').count()).toBe(2)
      expect(await page.locator('.turn').last().locator('.answer').textContent()).toContain('cinq piliers interdépendants')
      expect(problems).toEqual([])
    })

    test('a follow-up leans on the question before, and the page says what was understood', async () => {
      const { page, problems } = await open('/fr')
      await ask(page, 'c’est quoi ITQ ?')
      await ask(page, 'Et quand a-t-il été mis en opération ?')
      const turn = page.locator('.turn').last()
      expect(await turn.locator('.understood').textContent()).toContain('(ITQ)')
      expect(await turn.locator('.answer').textContent()).toContain('1er sept. 2020')
      expect(await page.locator('.turn').first().locator('.understood').isVisible()).toBe(false)
      expect(problems).toEqual([])
    })

    test('… without script too: the form carries what was asked before', async () => {
      const { page } = await open('/en', { javaScriptEnabled: false })
      for (const question of ['what is ITQ?', 'And when did it start?']) {
        await page.getByRole('textbox').fill(question)
        await page.getByRole('button', { name: 'Ask', exact: true }).click()
        await page.waitForURL(/\/ask$/)
      }
      expect(await page.locator('.understood').textContent()).toContain('And when did it start? (ITQ)')
    })

    test('an ambiguous question is asked back; choosing one asks it', async () => {
      const { page, problems } = await open('/en')
      await ask(page, 'Who is the minister?')
      expect(await page.getByRole('heading', { name: 'Which one do you mean?' }).isVisible()).toBe(true)
      const choices = page.locator('.turn .choices button')
      expect(await choices.count()).toBeGreaterThan(1)
      const chosen = await choices.first().textContent()
      await choices.first().press('Enter')
      await page.waitForFunction(() => document.querySelectorAll('sourcier-chat:not([data-busy]) .turn').length === 2)
      expect(await page.locator('.turn').last().locator('[data-part=question]').textContent()).toBe(chosen)
      expect(await page.locator('.turn').last().locator('.sources li').count()).toBeGreaterThan(0)
      expect(problems).toEqual([])
    })

    test('an abstention says so and shows the closest passages', async () => {
      const { page } = await open('/en')
      await ask(page, 'What did the government announce about ITQ in 1999?')
      expect(await page.getByRole('heading', { name: 'No answer found' }).isVisible()).toBe(true)
      expect(await page.locator('.passages li blockquote').first().isVisible()).toBe(true)
    })

    test('a server that is gone is told once, and the page stays usable', async () => {
      const { page } = await open('/fr')
      await page.route('**/ask', (route) => route.abort())
      await ask(page, 'c’est quoi ITQ ?')
      expect(await page.getByRole('alert').filter({ hasText: 'La réponse n’a pas pu être obtenue' }).count()).toBe(1)
      await page.unroute('**/ask')
      await ask(page, 'c’est quoi ITQ ?')
      expect(await page.locator('.turn').last().locator('.sources li').count()).toBe(2)
    })

    test('a stream that breaks off is told, not left hanging', async () => {
      const { page } = await open('/en')
      const body = 'event: answer-start\ndata: {"id":"1","language":"en"}\n\n'
      await page.route('**/ask', (route) => route.fulfill({ contentType: 'text/event-stream', body }))
      await ask(page, 'what is ITQ?')
      expect(await page.getByRole('alert').filter({ hasText: 'could not be fetched' }).count()).toBe(1)
    })

    test('without script the form works, and so does everything with the keyboard alone', async () => {
      const { page } = await open('/fr', { javaScriptEnabled: false })
      for (let i = 0; i < 10; i++) {
        await page.keyboard.press('Tab')
        if ((await page.locator('textarea:focus').count()) === 1) break
      }
      await page.keyboard.type('c’est quoi ITQ ?')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/ask$/)
      expect(await page.locator('.sources li').count()).toBe(2)
      await page.getByRole('link', { name: /^Source 1/ }).focus()
      await page.keyboard.press('Enter')
      await page.waitForURL(/#cited$/)
      expect(await page.locator('mark').textContent()).toContain('Infrastructures technologiques Québec (ITQ)')
    })

    test('hostile text stays text, and the page is never wider than a small phone', async () => {
      const { page, problems } = await open('/en', { viewport: { width: 320, height: 640 } })
      await ask(page, `<img src=x onerror="document.title='run'"> ${'W'.repeat(300)} ITQ`)
      expect(await page.title()).not.toBe('run')
      expect(await page.locator('.turn img').count()).toBe(0)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
      expect(problems).toEqual([])
    })
  })
}
