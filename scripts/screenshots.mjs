/** The pictures of the READMEs: npm run screenshots. Needs a running server (its address as the first argument) and Chromium. */
import { chromium } from 'playwright-core'

const address = process.argv[2] ?? 'http://127.0.0.1:8787'
const QUESTIONS = { en: 'what is ITQ?', fr: 'c’est quoi ITQ ?' }

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [language, question] of Object.entries(QUESTIONS)) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 720 }, reducedMotion: 'reduce', colorScheme: 'light' })
  const page = await context.newPage()
  await page.goto(`${address}/${language}`)
  await page.getByRole('textbox').fill(question)
  await page.getByRole('textbox').press('Enter')
  await page.locator('.sources li').nth(1).waitFor()
  await page.locator('.marker').first().click()
  await page.locator('.reader mark').waitFor()
  await page.evaluate(() => scrollTo(0, 0))
  await page.screenshot({ path: `docs/chat.${language}.png` })
}
await browser.close()
