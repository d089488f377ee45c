/** The same page in Firefox: asked, read, left again, in both languages and without a fault of its scripts. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inBrowser } from './browser.ts'
import { ENTER, ESCAPE, FIREFOX, type FirefoxPage, firefoxIsThere, openFirefox, TAB } from './firefox.ts'

const QUESTION = { en: 'what is ITQ?', fr: 'c’est quoi ITQ ?' } as const
const ANSWERED = "document.querySelector('sourcier-chat:not([data-busy]) .turn .marker')"

if (!firefoxIsThere) test.skip(`Firefox: skipped, because ${FIREFOX} is not installed (apt-get install firefox-esr)`, () => {})
else {
  inBrowser(
    'Firefox',
    () => 'seeds',
    (world) => {
      let page: FirefoxPage
      beforeAll(async () => {
        page = await openFirefox({ width: 1280, height: 800 })
      }, 60_000)
      afterAll(() => page?.close())

      test.each(['en', 'fr'] as const)('a question is typed, answered, and its source opens beside it (%s)', async (language) => {
        await page.open(`${world.url}/${language}`)
        await page.until("customElements.get('sourcier-chat')")
        await page.until("document.activeElement.id === 'question'")
        await page.type(QUESTION[language] + ENTER)
        await page.until(ANSWERED)
        await page.until("document.querySelector('.reader[open] mark')")
        expect(await page.value("document.querySelector('.answer .quote').lang")).toBe('fr')
        expect(await page.value("document.querySelector('.reader mark').textContent")).toContain('Infrastructures technologiques')
        // One yellow: the sentence and the passage have the same ground.
        const ground = (selector: string) =>
          page.value(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).backgroundColor`)
        expect(await ground('.reader mark')).toBe(await ground('.sentence.selected .said'))
        // The field is in sight, and two keys away at most.
        expect(await page.value("document.querySelector('#question').getBoundingClientRect().bottom <= innerHeight")).toBe(true)
        await page.type('/')
        expect(await page.value('document.activeElement.id')).toBe('question')
        await page.type(ESCAPE)
        await page.until("!document.querySelector('.reader[open]')")
        expect(await page.value('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
        await page.value('sessionStorage.clear(), localStorage.clear()')
      })

      test('by keyboard alone: from the answer to its first source, into it and back', async () => {
        await page.open(`${world.url}/en`)
        await page.value("localStorage.setItem('sourcier-reader', 'closed')")
        await page.until("customElements.get('sourcier-chat')")
        await page.type(QUESTION.en + ENTER)
        await page.until(ANSWERED)
        for (let i = 0; i < 6 && !(await page.value("document.activeElement.matches('.marker')")); i++) await page.type(TAB)
        expect(await page.value("document.activeElement.matches('.marker')")).toBe(true)
        await page.type(ENTER)
        await page.until("document.activeElement.id === 'reader-title'")
        await page.type(ESCAPE)
        await page.until("document.activeElement.matches('.marker')")
      })

      test('on a phone nothing is wider than the page, and the source is a sheet over it', async () => {
        const phone = await openFirefox({ width: 320, height: 640 })
        try {
          await phone.open(`${world.url}/fr`)
          await phone.until("customElements.get('sourcier-chat')")
          await phone.type(QUESTION.fr + ENTER)
          await phone.until(ANSWERED)
          expect(await phone.value('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320)
          await phone.value("document.querySelector('.marker').click()")
          await phone.until("document.querySelector('.reader:modal mark')")
          expect(await phone.value("document.querySelector('.reader').getBoundingClientRect().width")).toBe(320)
        } finally {
          await phone.close()
        }
      }, 60_000)
    },
  )
}
