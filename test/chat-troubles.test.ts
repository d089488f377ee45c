/** What goes wrong in the page, in a real browser: it is said where it is seen, and nobody is left without a place to go on from. */
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { messages } from '../src/messages/index.ts'
import { ask, inBrowser, leave } from './browser.ts'

/** Whether all of it is on the screen with nothing drawn over it. */
const inSight = (piece: Locator): Promise<boolean> =>
  piece.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const on = [top + 1, (top + bottom) / 2, bottom - 1].every((y) => element.contains(document.elementFromPoint((left + right) / 2, y)))
    return on && top >= 0 && bottom <= innerHeight
  })

const PHONE = { viewport: { width: 360, height: 640 }, reducedMotion: 'reduce' } as const
const QUESTION = { en: 'what is ITQ?', fr: 'c’est quoi ITQ ?' } as const

inBrowser(
  'a page in trouble',
  () => 'seeds',
  (world) => {
    test.each(['en', 'fr'] as const)('feedback, a Word document and a copy that fail say so themselves, in sight: %s', async (language) => {
      const { page: texts } = messages(language)
      const { page } = await world.open(`/${language}`, PHONE)
      await page.route(/\/feedback$|\/assets\/docx\.js$/, (route) => route.abort())
      await page.evaluate(() => {
        Object.defineProperty(navigator, 'clipboard', { value: undefined })
        document.execCommand = () => false
      })
      await ask(page, QUESTION[language])
      const said = page.locator('[data-part=announcement]')
      const saidInSight = async (text: string): Promise<void> => {
        await said.filter({ hasText: text }).waitFor()
        expect(await inSight(said), text).toBe(true)
      }
      await page.locator('.feedback button').first().click()
      await saidInSight(texts.feedbackFailed)
      await page.locator('.menu summary').click()
      await page.locator('[data-action=export-docx]').click()
      await saidInSight(texts.exportFailed)
      await page.locator('[data-action=share]').click()
      await saidInSight(texts.notCopied)
      // At the end of the page, where it once stood, the field hides it (negative control).
      await page.evaluate(() => scrollTo(0, 0))
      await said.evaluate((element) => element.closest('.column')?.append(element))
      expect(await inSight(said)).toBe(false)
      // Over the page lies the sheet with the source, which says it itself.
      await page.locator('.marker').first().click()
      await page.locator('.reader mark').waitFor()
      await page.locator('[data-action=copy-link]').click()
      const alert = page.locator('.reader').getByRole('alert').filter({ hasText: texts.notCopied })
      await alert.waitFor()
      expect(await inSight(alert)).toBe(true)
    })

    test('without a clipboard, as on a site of plain http, what is copied is copied all the same', async () => {
      const { page, problems } = await world.open('/en', { ...PHONE, permissions: ['clipboard-read'] })
      await page.evaluate(() => navigator.clipboard.readText())
      await page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }))
      const copied = (): Promise<string> =>
        page.evaluate(() => {
          Reflect.deleteProperty(navigator, 'clipboard')
          return navigator.clipboard
            .readText()
            .finally(() => Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true }))
        })
      await ask(page, QUESTION.en)
      const share = page.locator('[data-action=share]')
      await share.press('Enter')
      await page.getByRole('button', { name: 'Link copied' }).waitFor()
      expect(await copied()).toBe(`${world.url}/en#q=what+is+ITQ%3F`)
      expect(await share.evaluate((button) => button === document.activeElement)).toBe(true)
      // In the sheet too, outside of which nothing can be selected.
      await page.locator('.marker').first().click()
      await page.locator('.reader mark').waitFor()
      await page.locator('[data-action=copy-link]').click()
      await page.locator('.reader').getByRole('button', { name: 'Link copied' }).waitFor()
      expect(await copied()).toMatch(/\/source\/.*#cited$/)
      expect(problems).toEqual([])
    })

    test('enlarging the page leaves whoever writes at the field, without the source; whoever reads the source has it as a sheet', async () => {
      const [wide, narrow] = [
        { width: 1280, height: 800 },
        { width: 800, height: 500 },
      ]
      const { page, problems } = await world.open('/en', { viewport: wide })
      const reader = page.locator('.reader')
      const focused = (): Promise<unknown> =>
        page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute('data-part'))
      await ask(page, QUESTION.en)
      await reader.locator('mark').waitFor()
      await page.locator('#question').pressSequentially('half a ')
      await page.setViewportSize(narrow)
      await reader.waitFor({ state: 'hidden' })
      await page.locator('#question').pressSequentially('thought')
      expect([await focused(), await page.locator('#question').inputValue()]).toEqual(['question', 'half a thought'])
      expect(await page.locator('.selected, [aria-expanded=true], [data-reading]').count()).toBe(0)
      // It was not closed by hand: the next answer opens its first source again.
      await page.setViewportSize(wide)
      await ask(page, QUESTION.en)
      await reader.locator('[data-part=text]').focus()
      await page.setViewportSize(narrow)
      await page.waitForFunction(() => document.querySelector('.reader')?.matches(':modal'))
      expect(await focused()).toBe('text')
      await page.setViewportSize(wide)
      await page.waitForFunction(() => document.querySelector('.reader[open]:not(:modal)'))
      expect(await focused()).toBe('text')
      expect(problems).toEqual([])
    })

    test.each(['en', 'fr'] as const)(
      'on a phone the answers have the room, and nothing that has the focus lies under the field: %s',
      async (language) => {
        const { placeholder, placeholderMore, placeholderShort, hint } = messages(language).page
        const { page, problems } = await world.open(`/${language}`, PHONE)
        const field = page.locator('#question')
        const inked = () => page.locator('#hint').evaluate((own) => getComputedStyle(own).clipPath === 'none')
        const height = () => page.locator('.ask').evaluate((own) => own.getBoundingClientRect().height)
        expect([await inked(), await field.getAttribute('placeholder')]).toEqual([true, placeholder])
        await ask(page, QUESTION[language])
        expect([await inked(), await field.getAttribute('placeholder')]).toEqual([false, placeholderShort])
        // One line of it, whole.
        expect(await height()).toBeLessThan(100)
        // Who does not see the hint is still told it.
        expect(await field.getAttribute('aria-describedby')).toContain('hint')
        expect(await page.locator('#hint').textContent()).toContain(hint)
        await page.setViewportSize({ width: 1280, height: 800 })
        await page.locator(`#question[placeholder="${placeholderMore}"]`).waitFor()
        expect(await inked()).toBe(true)
        await page.setViewportSize(PHONE.viewport)
        await page.locator(`#question[placeholder="${placeholderShort}"]`).waitFor()
        await field.fill('a line\n'.repeat(20))
        expect(await height()).toBeGreaterThan(200)
        const top = () => page.locator('.composer').evaluate((own) => own.getBoundingClientRect().top)
        const bottom = (piece: Locator) => piece.evaluate((own) => own.getBoundingClientRect().bottom)
        const under = async (): Promise<string[]> => {
          await page.evaluate(() => scrollTo(0, 0))
          await page.locator('.brand').focus()
          const covered: string[] = []
          for (let i = 0; i < 40; i++) {
            await page.keyboard.press('Tab')
            const focused = page.locator('.turn :focus')
            if ((await focused.count()) > 0 && (await bottom(focused)) > (await top())) covered.push((await focused.textContent()) ?? '')
          }
          return covered
        }
        expect(await under()).toEqual([])
        // With the same room whatever is written some of it is covered (negative control).
        await page.evaluate(() => document.documentElement.style.setProperty('--ask', '9rem'))
        expect(await under()).not.toEqual([])
        expect(problems).toEqual([])
      },
    )

    test('by keyboard alone: a question that fails again, and a download from the menu, keep the focus; what to press is in sight', async () => {
      const { page } = await world.open('/en', { ...PHONE, acceptDownloads: true })
      const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.textContent ?? '')
      await ask(page, QUESTION.en)
      const menu = page.locator('.menu summary')
      for (const name of ['Download the conversation (Word)', 'Download the conversation (text)']) {
        await menu.press('Enter')
        const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name }).press('Enter')])
        expect(download.suggestedFilename()).toMatch(/^sourcier-conversation\.(?:docx|md)$/)
        await page.getByRole('status').filter({ hasText: 'The download has started.' }).waitFor()
        expect(await menu.evaluate((summary) => summary === document.activeElement)).toBe(true)
      }
      await page.route('**/ask', (route) => route.abort())
      await ask(page, QUESTION.en)
      // What was pressed is still there, and so is the focus (negative control).
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('question')
      const retry = page.locator('.turn').last().getByRole('button', { name: 'Ask again' })
      for (let again = 0; again < 2; again++) {
        expect(await inSight(retry)).toBe(true)
        await retry.press('Enter')
        await page.locator('.turn:last-child').getByRole('alert').waitFor()
        expect(await focused()).toBe('Ask again')
      }
      // Below what was stopped it is in sight as well.
      await page.route('**/ask', () => {})
      await page.locator('#question').fill(QUESTION.en)
      await page.locator('#question').press('Enter')
      await page.locator('.send').press('Enter')
      await page.locator('.status').filter({ hasText: 'Stopped.' }).waitFor()
      expect(await inSight(retry)).toBe(true)
    })

    test.each(['en', 'fr'] as const)(
      'a question that cannot be asked stays in the field, beside what is wrong with it: %s',
      async (language) => {
        const { errors, questionLength } = messages(language).page
        const { page, problems } = await world.open(`/${language}`, PHONE)
        await ask(page, QUESTION[language])
        const [field, refusal, length] = [page.locator('#question'), page.locator('#problem'), page.locator('#length')]
        const refused = async (question: string, text: string): Promise<void> => {
          await refusal.filter({ hasText: text }).waitFor()
          expect([await inSight(refusal), await refusal.getAttribute('role')]).toEqual([true, 'alert'])
          expect([await field.getAttribute('aria-invalid'), await field.inputValue()]).toEqual(['true', question])
          expect(await field.getAttribute('aria-describedby')).toContain('problem')
          expect(await field.evaluate((own) => own === document.activeElement)).toBe(true)
          expect(await page.locator('.turn').count()).toBe(1)
        }
        const sent: string[] = []
        page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()))
        await field.press('Enter')
        await refused('', errors.blank)
        await field.pressSequentially('?!')
        expect([await refusal.isVisible(), await field.getAttribute('aria-invalid')]).toEqual([false, null])
        await field.press('Enter')
        await refused('?!', errors.wordless)
        // All that is pasted is there, with how long it is; how long it may be is written as the language writes it.
        const most = (2000).toLocaleString(`${language}-CA`)
        await field.fill('a'.repeat(1800))
        expect(await length.isVisible()).toBe(false)
        await field.fill('a'.repeat(2001))
        expect(await length.textContent()).toBe(questionLength((2001).toLocaleString(`${language}-CA`), most))
        expect(await inSight(length)).toBe(true)
        await field.press('Enter')
        await refused('a'.repeat(2001), errors.tooLong(most))
        expect(sent).toEqual([])
        expect(problems).toEqual([])
        // What the server alone can tell.
        const body = { error: { code: 'documents-unknown', message: { en: '--documents', fr: '--documents' } } }
        await page.route('**/ask', (route) => route.fulfill({ status: 400, json: body }))
        await field.fill('what is AQT?')
        await field.press('Enter')
        await refused('what is AQT?', errors['documents-unknown'])
        await page.unroute('**/ask')
        await ask(page, 'what is AQT?')
        expect([await refusal.isVisible(), await length.isVisible(), await page.locator('.turn').count()]).toEqual([false, false, 2])
      },
    )

    test('… also one that a link brings, and without script one that is too long', async () => {
      const { page } = await world.open('/en#q=%3F%21')
      await page
        .locator('#problem')
        .filter({ hasText: messages('en').page.errors.wordless })
        .waitFor()
      expect([await page.locator('#question').inputValue(), await page.locator('.turn').count()]).toEqual(['?!', 0])
      const plain = await world.open('/fr', { javaScriptEnabled: false })
      await plain.page.locator('#question').fill('a'.repeat(2001))
      await leave(plain.page, () => plain.page.locator('.send').click())
      expect(await plain.page.locator('#question').inputValue()).toBe('a'.repeat(2001))
      expect(await plain.page.getByRole('alert').textContent()).toBe('Votre question est trop longue\u00a0: 2\u00a0000 caractères au plus.')
    })
  },
)
