/** Reading and choosing documents in a real browser: pages of PDF as pictures, a few documents or a folder asked alone. */
import { cpSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ADMIN_TOKEN, ask, inBrowser, leave } from './browser.ts'

const ROOFS = { en: 'When will the roof of the main branch be repaired?', fr: 'Quand le toit de la bibliothèque sera-t-il réparé ?' }
const FERRY = 'How many passengers did the ferry carry?'

/** Ticks a document on the page of documents. */
const tick = (page: Page, file: string) =>
  page
    .locator('.documents > li', { has: page.locator('.file', { hasText: file }) })
    .locator('.tick-box input')
    .first()
    .check()

/** A file as it is dragged from another program. */
const drop = (page: Page, name: string, text: string) =>
  page.evaluate(
    ([name, text]) => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([text], name))
      for (const type of ['dragover', 'drop'])
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }))
    },
    [name, text] as const,
  )

inBrowser(
  'reading',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'sourcier-reading-'))
    cpSync('test/golden', folder, { recursive: true })
    writeFileSync(join(folder, 'berths.txt'), 'The harbour of Port-Neuf has 140 berths and a fuel dock.')
    return folder
  },
  (world) => {
    test('a source in a PDF is shown as its page with the words marked; nothing of it is fetched before', async () => {
      const { page, problems } = await world.open('/en', { viewport: { width: 1280, height: 800 } })
      const drawn: string[] = []
      page.on('request', (request) => request.url().includes('/pages/') && drawn.push(request.url()))
      await ask(page, ROOFS.en)
      await page.locator('.reader mark').first().waitFor()
      expect(drawn).toEqual([])
      await page.getByRole('button', { name: 'Page', exact: true }).click()
      const image = page.locator('.page-frame img')
      await image.waitFor()
      expect(await image.getAttribute('alt')).toContain('with the cited passage marked')
      expect(drawn[0]).toMatch(/\/pages\/3\?start=\d+&end=\d+$/)
      expect(await image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(1200)
      expect(await page.locator('[data-action=next-page]').isDisabled()).toBe(true)
      await page.locator('[data-action=previous-page]').click()
      await expect
        .poll(() => image.getAttribute('alt'), { timeout: 9000 })
        .toBe('Picture of page 2. What it says can be read under “Text”.')
      // Chosen once, it is how the next PDF opens, too.
      await page.reload()
      await page.locator('.marker').first().click()
      await image.waitFor()
      await page.getByRole('button', { name: 'Text', exact: true }).click()
      expect(await page.locator('.reader mark').first().isVisible()).toBe(true)
      expect(problems).toEqual([])
    })

    test('… without script its picture unfolds on its page; a page that cannot be drawn says so in words', async () => {
      const { page } = await world.open('/fr', { javaScriptEnabled: false })
      await page.locator('#question').fill(ROOFS.fr)
      await leave(page, () => page.locator('.send').click())
      await leave(page, () => page.locator('.marker').first().click())
      await page.locator('.page-picture summary').click()
      await page.locator('.page-picture img').scrollIntoViewIfNeeded()
      const size = () => page.locator('.page-picture img').boundingBox()
      await expect.poll(async () => (await size())?.height ?? 0, { timeout: 9000 }).toBeGreaterThan(400)
      const drawn = await page.locator('.page-picture img').getAttribute('src')
      const gone = await page.request.get(`${world.url}${drawn?.replace(/pages\/\d+/, 'pages/40')}`)
      expect([gone.status(), ((await gone.json()) as { error: { code: string } }).error.code]).toEqual([404, 'page-unknown'])
    })

    test('documents that were ticked are asked alone; a refusal offers all of them, and the chip takes the choice off', async () => {
      const { page, problems } = await world.open('/en/documents')
      expect(await page.locator('.choose').isVisible()).toBe(false)
      await tick(page, 'report.pdf')
      await tick(page, 'waste.csv')
      expect(await page.locator('[data-part=chosen]').textContent()).toMatch(/^2 selected/)
      await leave(page, () => page.getByRole('button', { name: 'Ask only the selected documents' }).click())
      expect(await page.locator('.scope').textContent()).toContain('documents')
      expect(await page.locator('h1').textContent()).toMatch(/^Ask your [24] documents$/)
      await ask(page, ROOFS.en)
      expect(await page.locator('.turn .card').first().textContent()).toContain('Port-Neuf library')
      await ask(page, FERRY)
      expect(await page.locator('.turn').last().getAttribute('data-kind')).not.toBe('answer')
      await page.locator('#question').fill('half a thought')
      const refused = page.locator('.turn').last().getByRole('button', { name: 'Ask all documents' })
      await refused.click()
      await page.waitForFunction(() => document.querySelectorAll('sourcier-chat:not([data-busy]) .turn').length === 3)
      expect(await page.locator('.scope').count()).toBe(0)
      expect(await page.locator('#question').inputValue()).toBe('half a thought')
      expect(await page.locator('.turn').last().getAttribute('data-kind')).toBe('answer')
      expect(problems).toEqual([])
    })

    test('… a folder too; the conversation and what was being written outlast the chip, and so does the choice a change of language', async () => {
      const { page } = await world.open('/en/documents')
      const folder = page.locator('.folder', { hasText: 'en · fr' })
      await leave(page, () => folder.getByRole('link', { name: 'Ask only this folder' }).click())
      expect(await page.locator('.scope a').first().textContent()).toBe('en · fr (22)')
      await ask(page, ROOFS.en)
      await leave(page, () => page.getByRole('link', { name: 'Afficher cette page en français' }).click())
      expect(await page.locator('html').getAttribute('lang')).toBe('fr')
      expect(await page.locator('.scope a').first().textContent()).toBe('en · fr (22)')
      await page.locator('#question').fill('une demi-idée')
      await leave(page, () => page.locator('.take-off').click())
      expect(page.url()).toBe(`${world.url}/fr`)
      expect(await page.locator('#question').inputValue()).toBe('une demi-idée')
      expect(await page.locator('.turn').count()).toBe(1)
    })

    test('… without script, and what cannot be chosen is refused in words', async () => {
      const { page } = await world.open('/en/documents', { javaScriptEnabled: false })
      await tick(page, 'report.pdf')
      await leave(page, () => page.locator('.choose button').click())
      await page.locator('#question').fill(FERRY)
      await leave(page, () => page.locator('.send').click())
      expect(await page.locator('.turn').getAttribute('data-kind')).not.toBe('answer')
      expect(await page.locator('.scope [name=documents]').count()).toBeGreaterThan(0)
      await page.locator('#question').fill(ROOFS.en)
      await leave(page, () => page.locator('.send').click())
      expect(await page.locator('.turn .card').first().textContent()).toContain('Port-Neuf library')
      await leave(page, () => page.locator('.take-off').click())
      expect(await page.locator('.scope').count()).toBe(0)
      for (const query of ['documents=nothing', 'folder=nowhere', 'folder=../en']) {
        const response = await page.goto(`${world.url}/en?${query}`)
        expect([response?.status(), await page.locator('.problem').textContent()]).toEqual([
          400,
          'A document that you chose cannot be found: it may have been removed or moved. Choose again, or ask all of them.',
        ])
      }
    })

    test('a file dropped on the page is added, and can be asked about; what is not read is refused in words', async () => {
      const { page, problems } = await world.open('/en')
      const told = page.locator('[data-part=upload-status]')
      await drop(page, 'tool.exe', 'no document')
      await expect.poll(() => told.textContent(), { timeout: 9000 }).toContain('does not read files of the kind .exe')
      await page.locator('#question').fill('kept')
      await drop(page, 'lighthouse.txt', 'The lighthouse of Port-Neuf was painted by Jeanne Tremblay in 2019.')
      await expect.poll(() => told.textContent(), { timeout: 60_000 }).toBe('The new documents can be asked about now.')
      expect(await page.locator('#question').inputValue()).toBe('kept')
      await ask(page, 'Who painted the lighthouse of Port-Neuf?')
      expect(await page.locator('.turn .answer').textContent()).toContain('Jeanne Tremblay')
      expect(problems.filter((problem) => !problem.includes('415'))).toEqual([])
    }, 120_000)

    test('administration adds and removes documents, without script and in its language', async () => {
      const httpCredentials = { username: 'admin', password: ADMIN_TOKEN }
      const { page } = await world.open('/fr/admin', { javaScriptEnabled: false, httpCredentials })
      const choose = (name: string, text: string) =>
        page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) })
      await choose('quai.txt', 'Le quai de Port-Neuf a été repeint en 2021 par Luc Gagnon.')
      await leave(page, () => page.getByRole('button', { name: 'Ajouter', exact: true }).click())
      expect(await page.locator('.done').textContent()).toContain('Fichiers ajoutés')
      await choose('quai.txt', 'autre chose')
      await leave(page, () => page.getByRole('button', { name: 'Ajouter', exact: true }).click())
      expect(await page.locator('.problem').textContent()).toContain('Il y a déjà un document')
      await leave(page, () => page.getByRole('link', { name: 'Retour à l’administration' }).click())
      await expect
        .poll(
          async () => {
            await page.goto(`${world.url}/fr/admin?name=quai.txt`)
            return page.locator('.shelf li').count()
          },
          { timeout: 60_000, interval: 700 },
        )
        .toBe(1)
      await leave(page, () => page.getByRole('button', { name: 'Retirer quai.txt' }).click())
      expect(await page.locator('.done').textContent()).toContain('.removed')
    }, 120_000)
  },
  ['--upload', 'on', '--refresh', '1'],
)
