/** What goes wrong in the page, in a real browser: it is said where it is seen, and nobody is left without a place to go on from. */
import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { messages } from '../src/messages/index.ts'
import { ask, inBrowser } from './browser.ts'

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
    })
  },
)
