/** The journeys of a person through the page, in a real browser. */
import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readDocx } from '../src/documents/docx.ts'
import { AskResponseSchema } from '../src/domain.ts'
import { messages } from '../src/messages/index.ts'
import { ChatPage } from '../src/ui/chat.tsx'
import { Indexing } from '../src/ui/layout.tsx'
import { ADMIN_TOKEN, ask, inBrowser, leave } from './browser.ts'

inBrowser(
  'the page in a browser',
  () => 'seeds',
  (world) => {
    const open: typeof world.open = (...given) => world.open(...given)

    test('a question is answered in place, and the focus moves to the answer', async () => {
      const { page, problems } = await open('/en')
      await ask(page, 'what is ITQ?')
      expect(await page.locator('.answer .quote').first().getAttribute('lang')).toBe('fr')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Answer')
      expect(problems).toEqual([])
    })

    test('a French question over an English passage: its marker opens the source beside the answer, at the quote', async () => {
      const { page, problems } = await open('/fr', { viewport: { width: 1280, height: 800 } })
      await ask(page, 'c’est quoi ITQ ?')
      const source = page.locator('.sources li', { hasText: 'Anglais' })
      const n = await source.getAttribute('data-cites')
      const quote = await page.locator(`.sentence[data-cites="${n}"] [data-part=quote]`).textContent()
      await page.getByRole('link', { name: new RegExp(`^Source ${n}\\s?:`) }).click()
      await page.waitForFunction(() => document.activeElement?.id === 'reader-title')
      const reader = page.locator('.reader')
      await reader.locator('mark').waitFor()
      expect(await reader.locator('mark').allTextContents()).toEqual([quote])
      // The same source in sentence, marker and card, and no other.
      expect(await page.locator('.selected').evaluateAll((all) => all.map((item) => `${item.tagName} ${item.dataset.cites}`))).toEqual([
        `P ${n}`,
        `A ${n}`,
        `LI ${n}`,
      ])
      expect(await page.locator('[aria-expanded=true]').count()).toBe(2)
      expect(await reader.locator('mark').getAttribute('lang')).toBe('en')
      expect(await reader.locator('.reader-head [data-part=facts]').textContent()).toBe('Anglais · 3 juin 2019')
      // Beside the answer: both are to be seen, and the passage is in sight.
      const [answer, panel] = [await page.locator('.answer').boundingBox(), await reader.boundingBox()]
      expect((answer?.x ?? 0) + (answer?.width ?? 0)).toBeLessThanOrEqual(panel?.x ?? 0)
      expect(await reader.locator('mark').evaluate((mark) => mark.getBoundingClientRect().bottom <= innerHeight)).toBe(true)
      // All of the document is there to be read on.
      const { text } = (await (await fetch(`${world.url}/documents/${await documentOf(reader)}`)).json()) as { text: string }
      const shown = (await reader.locator('[data-part=text]').textContent())?.replace('Passage cité\u00a0:', '') ?? ''
      expect(shown.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''))
      await page.keyboard.press('Escape')
      expect(await reader.isVisible()).toBe(false)
      expect(await page.locator(`.marker[data-cites="${n}"]:focus`).count()).toBe(1)
      expect(await page.locator('.selected').count()).toBe(0)
      expect(problems).toEqual([])
    })
    const documentOf = async (reader: import('playwright-core').Locator): Promise<string> =>
      new URL((await reader.locator('[data-part=permalink]').getAttribute('href')) ?? '', world.url).pathname.split('/').at(-1) ?? ''

    test('on a phone the source opens as a sheet over the answer, and its link is a page of its own', async () => {
      const { page, problems } = await open('/en', { viewport: { width: 375, height: 700 }, reducedMotion: 'reduce' })
      await ask(page, 'what is ITQ?')
      await page.locator('.marker').first().click()
      await page.locator('.reader mark').waitFor()
      expect(await page.locator('.reader').boundingBox()).toEqual({ x: 0, y: 0, width: 375, height: 700 })
      expect(await page.locator('.reader').evaluate((panel) => panel.matches(':modal'))).toBe(true)
      const quote = await page.locator('.reader mark').textContent()
      await leave(page, () => page.getByRole('link', { name: 'Full page' }).click())
      expect(page.url()).toMatch(/\/source\/.*ui=en#cited$/)
      expect(await page.locator('mark').textContent()).toBe(quote)
      await page.goBack()
      expect(await page.locator('.turn .answer').textContent()).toContain('ITQ')
      expect(problems).toEqual([])
    })

    test('a document that has changed since the answer is reported, not shown as cited', async () => {
      const { page } = await open('/en')
      await ask(page, 'what is ITQ?')
      await page.route('**/documents/*', async (route) => {
        const body = (await (await route.fetch()).json()) as { text: string }
        await route.fulfill({ json: { ...body, text: `New. ${body.text}` } })
      })
      await page.locator('.marker').first().click()
      await page.getByRole('alert').filter({ hasText: 'has changed since this answer' }).waitFor()
    })

    test('pointing at a sentence or tabbing to its marker lights up its card', async () => {
      const { page } = await open('/en')
      await ask(page, 'what is ITQ?')
      const lit = (): Promise<string[]> =>
        page.locator('.sources .lit').evaluateAll((items) => items.map((item) => item.dataset.cites ?? ''))
      await page.mouse.move(0, 0)
      expect(await lit()).toEqual([])
      await page.locator('.sentence').nth(1).hover()
      expect(await lit()).toEqual(['2'])
      await page.locator('.marker').first().focus()
      await page.mouse.move(0, 0)
      expect(await lit()).toEqual(['1'])
    })

    test('pointing at a citation shows the sentences around it; the pointer may rest on them, and Escape puts them away', async () => {
      const { page, problems } = await open('/en', { viewport: { width: 1100, height: 800 } })
      await ask(page, 'what is ITQ?')
      const preview = page.getByRole('tooltip')
      await page.locator('.marker').first().hover()
      await preview.waitFor()
      expect(await preview.locator('[data-part=after]').textContent()).toMatch(/^Ses services spécialisés/)
      expect(await page.locator('.marker').first().getAttribute('aria-describedby')).toBe('preview')
      await preview.hover()
      await page.waitForTimeout(400)
      expect(await preview.isVisible()).toBe(true)
      await page.keyboard.press('Escape')
      expect(await preview.isVisible()).toBe(false)
      expect(problems).toEqual([])
    })

    test('in the open document words are found whatever their case and accents, and its headings lead through it', async () => {
      const { page, problems } = await open('/en', { viewport: { width: 1280, height: 800 } })
      await ask(page, 'what is ITQ?')
      await page.locator('.reader mark').waitFor()
      const found = page.locator('[data-part=search-count]')
      await page.getByRole('searchbox').fill('QUEBEC')
      const total = Number(/^1 of (\d+)$/.exec((await found.textContent()) ?? '')?.[1])
      const text = ((await page.locator('.reader [data-part=text]').textContent()) ?? '').match(/qu[ée]b[ée]c/gi)
      expect(total).toBe(text?.length)
      await page.keyboard.press('Enter')
      expect(await found.textContent()).toBe(`2 of ${total}`)
      await page.getByRole('searchbox').fill('zzzz')
      expect(await found.textContent()).toBe('Not found')
      await page.keyboard.press('Escape')
      expect(await page.getByRole('searchbox').inputValue()).toBe('')
      expect(await page.locator('.reader').isVisible()).toBe(true)
      await ask(page, 'Who won the hockey game in 1999?')
      await page.locator('.passages [data-source]:visible', { hasText: 'Réseau de recherche' }).click()
      await page.locator('.contents').click()
      await page.locator('.contents a', { hasText: 'Communiqué' }).click()
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Communiqué')
      expect(problems).toEqual([])
    })

    test('why this passage: the words that met, with how near they are', async () => {
      const { page } = await open('/fr')
      await ask(page, 'Quelles infrastructures pour le gouvernement ?')
      await page.locator('[data-part=passages-section]').evaluate((details) => details.toggleAttribute('open', true))
      await page.locator('[data-part=why-section] summary').first().click()
      const rows = page.locator('[data-part=why]').first().locator('tr')
      expect(await rows.count()).toBeGreaterThan(0)
      for (const row of await rows.all()) {
        const value = await row.locator('meter').evaluate((meter) => (meter as HTMLMeterElement).value)
        expect(await row.locator('[data-part=similarity]').textContent()).toBe(value >= 1 ? 'même mot' : value.toFixed(2).replace('.', ','))
      }
    })

    test('a follow-up leans on the question before, and the page says what was understood', async () => {
      const { page, problems } = await open('/fr')
      await ask(page, 'c’est quoi ITQ ?')
      await ask(page, 'Et quand a-t-il été mis en opération ?')
      const turn = page.locator('.turn').last()
      expect(await turn.locator('[data-part=subject-line]').textContent()).toMatch(/Au sujet de\s: ITQ/)
      expect(await turn.locator('.answer').textContent()).toContain('1er sept. 2020')
      expect(await page.locator('.turn').first().locator('.understood:visible').count()).toBe(0)
      // Without its subject the question is asked anew, in the same place.
      const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/ask'))
      await turn.getByRole('button', { name: 'Poser la question sans ce sujet' }).click()
      // What was said before is still said.
      expect((await sent).postDataJSON()).toMatchObject({ about: '', history: [{ question: 'c’est quoi ITQ ?' }] })
      await page.waitForFunction(() => !document.querySelector('sourcier-chat[data-busy]'))
      expect(await page.locator('.turn').count()).toBe(2)
      expect(await page.locator('.turn').last().locator('.understood:visible').count()).toBe(0)
      expect(problems).toEqual([])
    })

    test('a question is in its own language, whatever that of the page: above its answer, in its parts, as understood, among earlier ones', async () => {
      const languages = (shown: Page, selector: string) =>
        shown.locator(selector).evaluateAll((all) => all.map((element) => element.getAttribute('lang')))
      const { page } = await open('/en')
      await ask(page, 'C’est quoi ITQ ? Qu’est-ce que l’AQT ?')
      await ask(page, 'what is ITQ?')
      expect(await languages(page, '.turn [data-part=question]')).toEqual(['fr', 'en'])
      expect(await languages(page, '.turn [data-part=understood]')).toEqual(['fr', 'en'])
      expect(await languages(page, '.part > [data-part=asked]')).toEqual(['fr', 'fr'])
      await page.reload()
      expect(await languages(page, '.turn [data-part=question]')).toEqual(['fr', 'en'])
      const plain = await open('/en', { javaScriptEnabled: false })
      for (const question of ['c’est quoi ITQ ?', 'what is ITQ?', 'Qu’est-ce que l’AQT ?']) {
        await plain.page.locator('#question').fill(question)
        await leave(plain.page, () => plain.page.locator('.send').click())
      }
      expect(await languages(plain.page, '.earlier [data-part=label]')).toEqual(['fr', 'en'])
      expect(await languages(plain.page, '.turn [data-part=question], .turn [data-part=understood]')).toEqual(['fr', 'fr'])
    })

    test('an ambiguous question is asked back; choosing one asks it', async () => {
      const { page, problems } = await open('/en')
      await ask(page, 'Who is the minister?')
      expect(await page.getByRole('heading', { name: 'Which one do you mean?' }).isVisible()).toBe(true)
      const choices = page.locator('[data-part=choices] button')
      expect(await choices.count()).toBeGreaterThan(1)
      const chosen = await choices.first().locator('[data-part=label]').textContent()
      // Who is who: a role or a document, and the year.
      expect(await page.locator('[data-part=choices] [data-part=year]').allTextContents()).toContain('2018')
      await choices.first().press('Enter')
      await page.waitForFunction(() => document.querySelectorAll('sourcier-chat:not([data-busy]) .turn').length === 2)
      expect(await page.locator('.turn').last().locator('[data-part=question]').textContent()).toBe(`Who is the minister? (${chosen})`)
      expect(await page.locator('.turn').last().locator('.sources li').count()).toBeGreaterThan(0)
      expect(problems).toEqual([])
    })

    test('an answer of low confidence is shown as one, with the closest passages', async () => {
      const { page } = await open('/en')
      await page.route('**/ask', async (route) => {
        const response = await route.fetch()
        const body = (await response.text()).replace(/"confidence":[\d.]+/, '"confidence":0.42,"doubt":true')
        await route.fulfill({ response, body })
      })
      await ask(page, 'what is ITQ?')
      expect(await page.getByRole('heading', { name: 'This may answer your question' }).isVisible()).toBe(true)
      expect(await page.locator('.sources li').count()).toBeGreaterThan(0)
      expect(await page.locator('.passages li blockquote:visible').count()).toBe(2)
      await page.unroute('**/ask')
      await ask(page, 'what is ITQ?')
      expect(await page.locator('.turn').last().locator('.passages li blockquote:visible').count()).toBe(0)
    })

    test('an abstention says what is not mentioned, shows the closest passages and what could be asked instead', async () => {
      const { page } = await open('/en')
      await ask(page, 'What did the government announce about ITQ in 1999?')
      expect(await page.getByRole('heading', { name: 'No answer found' }).isVisible()).toBe(true)
      expect(await page.locator('.answer').textContent()).toContain('No document mentions “1999”.')
      // Two short passages; the others when they are wanted.
      expect(await page.locator('.passages li blockquote:visible').count()).toBe(2)
      await page.locator('[data-part=passages-heading]').click()
      expect(await page.locator('.passages li blockquote:visible').count()).toBe(5)
      await page.locator('[data-part=suggestions] button').first().click()
      await page.waitForFunction(() => document.querySelectorAll('sourcier-chat:not([data-busy]) .turn').length === 2)
      expect(await page.locator('.turn').last().locator('.sources li').count()).toBeGreaterThan(0)
    })

    test.each(['en', 'fr'] as const)(
      'stop ends the question, says so and not as an error, and asking again works: %s',
      async (language) => {
        const { send, stop, stopped, copy, retry } = messages(language).page
        const { page } = await open(`/${language}`)
        let held = true
        await page.route('**/ask', async (route) => {
          while (held) await new Promise((resolve) => setTimeout(resolve, 20))
          await route.continue().catch(() => {})
        })
        await page.getByRole('textbox').fill('what is ITQ?')
        await page.getByRole('textbox').press('Enter')
        await page.getByRole('button', { name: stop }).click()
        await page.locator('.turn .status').filter({ hasText: stopped }).waitFor()
        expect(await page.getByRole('status').filter({ hasText: stopped }).count()).toBe(1)
        expect(await page.locator('.problem:visible, [role=alert]:not(:empty)').count()).toBe(0)
        // Whoever has stopped it goes on from where they are.
        await page.locator('.send:focus').filter({ hasText: send }).waitFor()
        expect(await page.locator('.turn .answer').textContent()).toBe('')
        expect(await page.getByRole('button', { name: copy, exact: true }).isVisible()).toBe(false)
        held = false
        await page.getByRole('button', { name: retry }).click()
        await page.locator('.sources li').first().waitFor()
        expect(await page.locator('.turn .status').isVisible()).toBe(false)
        expect(await page.locator('.turn').count()).toBe(1)
      },
    )

    test('the last question can be changed; its answer is replaced, and Escape keeps it', async () => {
      const { page, problems } = await open('/en')
      await ask(page, 'what is ITQ?')
      await page.locator('.menu summary').click()
      await page.getByRole('button', { name: 'Change the question' }).click()
      expect(await page.getByRole('textbox').inputValue()).toBe('what is ITQ?')
      expect(await page.getByRole('button', { name: 'Change the question' }).isVisible()).toBe(false)
      await page.keyboard.press('Escape')
      expect([await page.getByRole('textbox').inputValue(), await page.locator('.turn').count()]).toEqual(['', 1])
      await page.locator('.menu summary').click()
      await page.getByRole('button', { name: 'Change the question' }).click()
      await page.getByRole('textbox').fill('what is AQT?')
      await page.getByRole('textbox').press('Enter')
      await page.waitForFunction(() => document.querySelector('[data-part=question]')?.textContent === 'what is AQT?')
      expect(await page.locator('.turn').count()).toBe(1)
      expect(problems).toEqual([])
    })

    test('an answer is copied with its sources; the conversation is exported with every citation', async () => {
      const { page, problems } = await open('/en', { permissions: ['clipboard-read', 'clipboard-write'], acceptDownloads: true })
      await ask(page, 'what is ITQ?')
      await page.locator('.menu summary').click()
      await page.getByRole('button', { name: 'Copy as Markdown' }).click()
      await page.getByRole('status').filter({ hasText: 'Copied' }).waitFor()
      const copied = await page.evaluate(() => navigator.clipboard.readText())
      expect(copied).toContain(`(${world.url}/source/`)
      expect(copied).toContain("> Le gouvernement du Québec est fier d'annoncer")
      // What was done is said on the button that was pressed, and it becomes itself again.
      await page.getByRole('button', { name: 'Copy', exact: true }).click()
      await page.getByRole('button', { name: 'Copied', exact: true }).waitFor()
      await page.getByRole('button', { name: 'Copy', exact: true }).waitFor()
      await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith('what is ITQ?'))
      await page.locator('.menu summary').click()
      const data = page.getByRole('button', { name: 'Download the conversation (data)' })
      const [download] = await Promise.all([page.waitForEvent('download'), data.click()])
      expect(download.suggestedFilename()).toBe('sourcier-conversation.json')
      const exported = JSON.parse(readFileSync(await download.path(), 'utf8')) as { answers: unknown[] }
      const [answer] = exported.answers.map((item) => AskResponseSchema.parse(item))
      expect(answer?.citations.length).toBe(2)
      expect(problems).toEqual([])
    })

    test('on paper: the conversation with quotes marked and the address of each source, and nothing to press', async () => {
      const { page, problems } = await open('/en', { viewport: { width: 1280, height: 800 }, acceptDownloads: true })
      await ask(page, 'what is ITQ?')
      await page.locator('.reader mark').waitFor()
      await page.locator('.menu summary').click()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download the conversation (Word)' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('sourcier-conversation.docx')
      const { text } = await readDocx(readFileSync(await download.path()))
      expect(text).toContain('what is ITQ?')
      expect(text).toContain("Le gouvernement du Québec est fier d'annoncer")
      await page.emulateMedia({ media: 'print' })
      for (const gone of ['.top', '.ask', '.tools', '.feedback', '.reader']) {
        expect(await page.locator(gone).first().isVisible(), gone).toBe(false)
      }
      const address = await page
        .locator('.card small')
        .first()
        .evaluate((facts) => getComputedStyle(facts, '::after').content)
      expect(address).toContain(`${world.url}/source/`)
      expect(
        await page
          .locator('.sentence .quote')
          .nth(1)
          .evaluate((quote) => getComputedStyle(quote).backgroundColor),
      ).not.toBe('rgba(0, 0, 0, 0)')
      expect(await page.locator('.printed').textContent()).toMatch(/^Asked on .+ of Sourcier, index g-/)
      expect(problems).toEqual([])
    })

    test('the switch of language keeps the conversation, and so does a reload; a new one forgets it', async () => {
      const { page, problems } = await open('/en')
      await ask(page, 'what is ITQ?')
      const answer = await page.locator('.answer .said').allTextContents()
      await leave(page, () => page.getByRole('link', { name: 'Afficher cette page en français' }).click())
      expect(page.url()).toBe(`${world.url}/fr`)
      expect(await page.locator('.answer .said').allTextContents()).toEqual(answer)
      expect(await page.locator('html').getAttribute('lang')).toBe('fr')
      expect(await page.getByRole('heading', { name: 'Réponse' }).isVisible()).toBe(true)
      await ask(page, 'Et quand a-t-il été mis en opération ?')
      expect(await page.locator('.turn').last().locator('[data-part=subject]').textContent()).toBe('ITQ')
      await page.getByRole('button', { name: 'Nouvelle conversation' }).click()
      expect(await page.locator('.turn').count()).toBe(0)
      await page.getByRole('button', { name: 'Rétablir la conversation' }).click()
      expect(await page.locator('.turn').count()).toBe(2)
      await page.getByRole('button', { name: 'Nouvelle conversation' }).click()
      await page.reload()
      expect(await page.locator('.turn').count()).toBe(0)
      expect(problems).toEqual([])
    })

    test.each(['en', 'fr'] as const)(
      'a long question leaves its answer in sight, and is shown whole when that is wanted: %s',
      async (language) => {
        const { showQuestion, send } = messages(language).page
        const [short, long] = ['what is ITQ?', `what is ITQ? ${'It was asked about in our meeting. '.repeat(6)}`.trim()]
        const size = (from: Page) =>
          from
            .locator('.question')
            .last()
            .evaluate((own) => Number.parseFloat(getComputedStyle(own).fontSize))
        const { page, problems } = await open(`/${language}`)
        /** How much of the question is cut off, in pixels. */
        const cut = () => page.locator('.turn:last-child .question .text').evaluate((own) => own.scrollHeight - own.clientHeight)
        const whole = page.locator('.turn:last-child').getByRole('button', { name: showQuestion, exact: true })
        await ask(page, short)
        expect([await whole.count(), await cut()]).toEqual([0, 0])
        const usual = await size(page)
        await ask(page, long)
        for (const viewport of [
          { width: 1280, height: 800 },
          { width: 360, height: 640 },
        ]) {
          await page.setViewportSize(viewport)
          expect(await cut()).toBeGreaterThan(0)
          expect(await size(page)).toBeLessThan(usual)
        }
        expect(await whole.getAttribute('aria-controls')).toBe(await page.locator('.turn:last-child .question').getAttribute('id'))
        for (const expanded of ['true', 'false', 'true']) {
          await whole.press('Enter')
          expect([await whole.getAttribute('aria-expanded'), (await cut()) === 0]).toEqual([expanded, expanded === 'true'])
        }
        // Once more cut, as at first, after a reload; whole on paper.
        await page.reload()
        expect(await cut()).toBeGreaterThan(0)
        await page.emulateMedia({ media: 'print' })
        expect([await cut(), await whole.count()]).toEqual([0, 0])
        expect(problems).toEqual([])
        const plain = await open(`/${language}`, { javaScriptEnabled: false })
        await plain.page.locator('#question').fill(long)
        await leave(plain.page, () => plain.page.getByRole('button', { name: send, exact: true }).click())
        expect(await plain.page.locator('.turn').getByRole('button', { name: showQuestion }).count()).toBe(0)
        expect(await size(plain.page)).toBeLessThan(usual)
        expect(await plain.page.locator('.question .text').evaluate((own) => getComputedStyle(own).display)).toBe('inline')
      },
    )

    test('what was asked already is not offered again: in the turns above, after a reload and in the other language', async () => {
      const { page, problems } = await open('/en')
      const first = 'What did the government announce about ITQ in 1999?'
      await page.route('**/ask', async (route) => {
        const response = await route.fetch()
        const body = (await response.text()).replace(
          /"suggestions":\[[^\]]*\]/,
          `"suggestions":${JSON.stringify(['what is ITQ?', 'Other?', first])}`,
        )
        await route.fulfill({ response, body })
      })
      const offered = () => page.locator('[data-part=suggestions] [data-part=label]:visible').allTextContents()
      await ask(page, first)
      expect(await offered()).toEqual(['what is ITQ?', 'Other?'])
      await page.locator('[data-part=suggestions] button').first().click()
      await page.waitForFunction(() => document.querySelectorAll('sourcier-chat:not([data-busy]) .turn').length === 2)
      await ask(page, 'Who won the hockey game in 1999?')
      const left = await offered()
      expect(left).toEqual(['Other?', 'Other?'])
      await page.reload()
      expect(await offered()).toEqual(left)
      await leave(page, () => page.getByRole('link', FRENCH).click())
      expect(await offered()).toEqual(left)
      await page.getByRole('button', { name: 'Nouvelle conversation' }).click()
      await page.getByRole('button', { name: 'Rétablir la conversation' }).click()
      expect(await offered()).toEqual(left)
      await ask(page, 'other?')
      expect(await offered()).toEqual([])
      expect(await page.locator('[data-part=suggestions-section]:visible').count()).toBe(0)
      expect(problems).toEqual([])
    })

    const FRENCH = { name: 'Afficher cette page en français' }
    test.each([
      ['typed before its scripts have come', false],
      ['typed once they have', true],
    ])('what is being written outlasts the page, the change of language and a detour: %s', async (_, scripts) => {
      const { page } = await open('/en/documents')
      if (!scripts) await page.route('**/assets/chat.js', (route) => route.abort())
      await page.goto(`${world.url}/en`)
      const field = page.locator('#question')
      await field.fill('half a ')
      await leave(page, () => page.getByRole('link', FRENCH).click())
      expect(await field.inputValue()).toBe('half a ')
      await leave(page, () => page.getByRole('link', { name: 'Documents' }).first().click())
      await leave(page, () => page.locator('.brand').click())
      expect([page.url(), await field.inputValue()]).toEqual([`${world.url}/fr`, 'half a '])
      await field.press('End')
      await field.pressSequentially('thought')
      await page.reload()
      expect(await field.inputValue()).toBe('half a thought')
      // What was asked is not written any more.
      if (scripts) await ask(page, 'c’est quoi ITQ ?')
      else await leave(page, () => page.locator('.send').click())
      await leave(page, () => page.locator('.brand').click())
      expect(await field.inputValue()).toBe('')
    })

    test('… and is lost where what keeps it does not come (negative control)', async () => {
      const { page } = await open('/en/documents')
      await page.route('**/assets/draft.js', (route) => route.abort())
      await page.goto(`${world.url}/en`)
      await page.locator('#question').fill('half a thought')
      await leave(page, () => page.getByRole('link', FRENCH).click())
      expect(await page.locator('#question').inputValue()).toBe('')
    })

    test('a question that is pressed leaves the one that is being written where it is', async () => {
      const { page } = await open('/en')
      await page.locator('#question').fill('half a thought')
      await page.locator('.examples button').first().click()
      await page.locator('.turn .marker').first().waitFor()
      expect(await page.locator('#question').inputValue()).toBe('half a thought')
    })

    test('the first source opens by itself where there is room, and stays closed for whoever has closed it', async () => {
      const { page, problems } = await open('/en', { viewport: { width: 1280, height: 800 } })
      await ask(page, 'what is ITQ?')
      await page.locator('.reader mark').waitFor()
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Answer')
      await page.getByRole('button', { name: 'Next source' }).click()
      await page.locator('.reader mark[lang=en]').waitFor()
      // A long document scrolls in its pane, and lengthens nothing else.
      expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThan(60)
      expect(await page.locator('[data-part=position]').textContent()).toBe('Source 2 of 2')
      await page.getByRole('button', { name: 'Next source' }).click()
      await page.locator('.reader mark[lang=fr]').waitFor()
      await page.getByRole('button', { name: 'Close' }).click()
      await ask(page, 'what is AQT?')
      expect(await page.locator('.reader').isVisible()).toBe(false)
      await page.setViewportSize({ width: 1000, height: 800 })
      await page.evaluate(() => localStorage.clear())
      await ask(page, 'what is ITQ?')
      expect(await page.locator('.reader').isVisible()).toBe(false)
      expect(problems).toEqual([])
    })

    test('an answer of two sentences, its sources, its actions and the field are all in sight', async () => {
      const { page } = await open('/en', { viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })
      await ask(page, 'what is ITQ?')
      await page.locator('.reader mark').waitFor()
      const field = await page.locator('.ask').boundingBox()
      for (const part of ['.question', '.answer', '.sources', '.tools', '.feedback']) {
        const box = await page.locator(`.turn ${part}`).boundingBox()
        expect(box?.y, part).toBeGreaterThanOrEqual(52)
        expect((box?.y ?? 0) + (box?.height ?? 0), part).toBeLessThanOrEqual(field?.y ?? 0)
      }
      expect((field?.y ?? 0) + (field?.height ?? 0)).toBeLessThanOrEqual(800)
      // From the answer to the field: a link that comes first, and a key.
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await page.locator('textarea:focus').count()).toBe(1)
    })

    test('a link asks its question, which no server log can hold', async () => {
      const { page, problems } = await open('/en', { permissions: ['clipboard-read', 'clipboard-write'] })
      await ask(page, 'what is ITQ?')
      await page.getByRole('button', { name: 'Share' }).click()
      await page.getByRole('button', { name: 'Link copied' }).waitFor()
      const link = await page.evaluate(() => navigator.clipboard.readText())
      expect(link).toBe(`${world.url}/en#q=what+is+ITQ%3F`)
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await page.evaluate(() => sessionStorage.clear())
      await page.goto('about:blank')
      await page.goto(link)
      await page.locator('.sources li').first().waitFor()
      expect(await page.locator('[data-part=question]').textContent()).toBe('what is ITQ?')
      expect(page.url()).toBe(`${world.url}/en`)
      expect(asked.filter((url) => new URL(url, world.url).search !== '')).toEqual([])
      expect(problems).toEqual([])
    })

    test('whoever has begun to write keeps the focus when the answer comes', async () => {
      const { page } = await open('/en')
      await page.route('**/ask', async (route) => {
        await new Promise((resolve) => setTimeout(resolve, 500))
        await route.continue()
      })
      await page.getByRole('textbox').fill('what is ITQ?')
      await page.getByRole('textbox').press('Enter')
      await page.getByRole('textbox').fill('and its')
      await page.getByRole('status').filter({ hasText: 'The answer is ready.' }).waitFor()
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    })

    test('a server that is gone is reported once, and the page stays usable', async () => {
      const { page } = await open('/fr')
      await page.route('**/ask', (route) => route.abort())
      await ask(page, 'c’est quoi ITQ ?')
      expect(await page.getByRole('alert').filter({ hasText: 'La réponse n’est pas arrivée.' }).count()).toBe(1)
      await page.unroute('**/ask')
      await page.getByRole('button', { name: 'Reposer la question' }).click()
      await page.locator('.sources li').first().waitFor()
      expect(await page.locator('.turn').count()).toBe(1)
    })

    test('a stream that breaks off is reported, not left hanging', async () => {
      const { page } = await open('/en')
      const body = 'event: answer-start\ndata: {"id":"1","language":"en"}\n\n'
      await page.route('**/ask', (route) => route.fulfill({ contentType: 'text/event-stream', body }))
      await ask(page, 'what is ITQ?')
      expect(await page.getByRole('alert').filter({ hasText: 'The answer did not arrive.' }).count()).toBe(1)
    })

    test('without script the form works, with the keyboard alone', async () => {
      const { page } = await open('/fr', { javaScriptEnabled: false })
      // The field has the focus from the start.
      await page.locator('textarea:focus').waitFor()
      await page.keyboard.type('c’est quoi ITQ ?')
      await page.keyboard.press('Tab')
      await leave(page, () => page.keyboard.press('Enter'))
      expect(page.url()).toBe(`${world.url}/ask`)
      expect(await page.locator('.sources li').count()).toBe(2)
      await page.getByRole('link', { name: /^Source 1/ }).focus()
      await leave(page, () => page.keyboard.press('Enter'))
      expect(page.url()).toMatch(/#cited$/)
      expect(await page.locator('mark').textContent()).toContain('Infrastructures technologiques Québec (ITQ)')
    })

    test('… a follow-up leans on what the form carries, and the switch of language keeps it all', async () => {
      const { page } = await open('/en', { javaScriptEnabled: false })
      for (const question of ['what is ITQ?', 'And when did it start?']) {
        await page.getByRole('textbox').fill(question)
        await leave(page, () => page.getByRole('button', { name: 'Ask', exact: true }).click())
      }
      expect(await page.locator('.understood:visible').textContent()).toBe('About: ITQ')
      expect(await page.locator('.earlier button').textContent()).toBe('what is ITQ?')
      await leave(page, () => page.getByRole('button', { name: 'Afficher cette page en français' }).click())
      expect(await page.locator('html').getAttribute('lang')).toBe('fr')
      expect(await page.locator('.understood:visible').textContent()).toMatch(/^Au sujet de\s: ITQ$/)
      expect(await page.getByRole('heading', { name: 'Questions précédentes' }).isVisible()).toBe(true)
    })

    test('… a question that is pressed is asked of the chosen documents, goes on with the conversation, and leaves what is written', async () => {
      const { page } = await open('/en', { javaScriptEnabled: false })
      const listed = (await (await fetch(`${world.url}/documents`)).json()) as { id: string }[]
      const carried = async (): Promise<[number, string[]]> => [
        await page.locator('.ask [name=documents]').count(),
        (JSON.parse(await page.locator('.ask [name=history]').inputValue()) as { question: string }[]).map(({ question }) => question),
      ]
      await page.goto(`${world.url}/en?${new URLSearchParams(listed.map(({ id }) => ['documents', id]))}`)
      await leave(page, () => page.locator('.examples button').first().click())
      expect([(await carried())[0], await page.locator('.turn').count()]).toEqual([listed.length, 1])
      await page.goBack()
      await page.locator('#question').fill('Who is the minister?')
      await leave(page, () => page.locator('.send').click())
      const choice = page.locator('[data-part=choices] button').first()
      const chosen = (await choice.getAttribute('value')) ?? ''
      await page.locator('#question').fill('half a thought')
      await leave(page, () => choice.click())
      expect(await page.locator('.turn [data-part=question]').textContent()).toBe(chosen)
      expect(await carried()).toEqual([listed.length, ['Who is the minister?', chosen]])
      expect(await page.locator('#question').inputValue()).toBe('half a thought')
      // What cannot be asked forgets neither, and an earlier question goes on from there.
      await page.locator('#question').fill('?!')
      await leave(page, () => page.locator('.send').click())
      expect(await page.locator('#question').getAttribute('aria-invalid')).toBe('true')
      expect(await carried()).toEqual([listed.length, ['Who is the minister?', chosen]])
      await leave(page, () => page.getByRole('button', { name: 'Afficher cette page en français' }).click())
      expect(await page.getByRole('alert').textContent()).toBe(messages('fr').page.errors.wordless)
      await leave(page, () => page.locator('.earlier button').first().click())
      expect(await carried()).toEqual([listed.length, ['Who is the minister?', chosen, 'Who is the minister?']])
      // A new conversation begins with nothing (negative control).
      await page.goto(`${world.url}/en`)
      expect(await carried()).toEqual([0, []])
    })

    test('everything with the keyboard alone: ask, open a source, read, close, go on', async () => {
      const { page, problems } = await open('/en')
      const tabTo = async (selector: string): Promise<void> => {
        for (let i = 0; i < 30 && (await page.locator(`${selector}:focus`).count()) === 0; i++) await page.keyboard.press('Tab')
        expect(await page.locator(`${selector}:focus`).count(), selector).toBe(1)
      }
      // The field has the focus; from the top of the page the second link leads back to it.
      await page.locator('#question:focus').waitFor()
      await page.locator('.skip').first().focus()
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      expect(await page.locator('#question:focus').count()).toBe(1)
      await page.keyboard.type('what is ITQ?')
      await page.keyboard.press('Enter')
      await page.locator('.sources li').first().waitFor()
      await tabTo('.marker')
      await page.keyboard.press('Enter')
      await page.locator('.reader mark').waitFor()
      await tabTo('[data-part=text]')
      await page.keyboard.press('End')
      await page.keyboard.press('Escape')
      expect(await page.evaluate(() => document.activeElement?.className)).toContain('marker')
      await page.keyboard.press('/')
      expect(await page.locator('#question:focus').count()).toBe(1)
      expect(await page.locator('#question').inputValue()).toBe('')
      expect(problems).toEqual([])
    })

    test('the documents: state, dates and lengths as the language writes them, and a search that opens the passage', async () => {
      const { page, problems } = await open('/fr/documents')
      expect(await page.locator('.documents li').count()).toBe(5)
      expect(await page.locator('.documents').textContent()).toMatch(/3 juin 2019/)
      expect(await page.locator('.documents').textContent()).toMatch(/1er octobre 2015/)
      await page.getByRole('searchbox', { name: 'Filtrer par titre ou nom de fichier' }).fill('STRATEGIE')
      expect(await page.locator('.documents li:visible').count()).toBe(1)
      await page.getByRole('searchbox', { name: 'Filtrer par titre ou nom de fichier' }).fill('zzz')
      expect(await page.getByText('Aucun document ne contient cela').isVisible()).toBe(true)
      await page.getByRole('searchbox', { name: 'Chercher dans les documents' }).fill('infrastructure')
      await leave(page, () => page.keyboard.press('Enter'))
      expect(page.url()).toMatch(/q=infrastructure/)
      expect(await page.getByRole('heading', { name: /passages trouvés|meilleurs passages/ }).isVisible()).toBe(true)
      expect(await page.locator('.passages b').first().textContent()).toMatch(/infrastructure/i)
      await leave(page, () => page.locator('.passages a').first().click())
      expect(page.url()).toMatch(/#cited$/)
      expect(await page.locator('mark').first().textContent()).toMatch(/infrastructure/i)
      await page.goto(`${world.url}/fr/documents?q=zzzzqqq`)
      expect(await page.locator('main').textContent()).toContain('Aucun passage ne contient ces mots.')
      expect(problems).toEqual([])
    })

    test('while the index is made the page shows how far it is, and loads again when questions can be answered', async () => {
      const { page } = await open('/en/documents')
      const label = { en: 'Embedding passages', fr: 'Analyse des passages' }
      const indexing = String(ChatPage({ language: 'fr', indexing: { progress: { label, done: 1, total: 4 } } }))
      let early = true
      await page.route('**/fr', (route) => (early ? route.fulfill({ contentType: 'text/html', body: indexing }) : route.continue()))
      await page.route('**/health', (route) =>
        early ? route.fulfill({ json: { status: 'starting', progress: { label, done: 3, total: 4 } } }) : route.continue(),
      )
      await page.goto(`${world.url}/fr`)
      await page.waitForFunction(() => document.querySelector('progress')?.value === 3)
      expect(await page.locator('[data-part=label]').textContent()).toBe('Analyse des passages')
      expect(await page.locator('[data-part=count]').textContent()).toBe('3 sur 4')
      // What is asked meanwhile waits, and is asked then.
      await page.locator('#question').fill('c’est quoi ITQ ?')
      await page.locator('#question').press('Enter')
      expect(await page.getByRole('status').first().textContent()).toBe('Votre question sera posée dès que les documents seront prêts.')
      early = false
      await page.locator('.sources li').first().waitFor()
      expect(await page.locator('[data-part=question]').textContent()).toBe('c’est quoi ITQ ?')
    })

    test('… and what is indexed already can be asked meanwhile; a conversation goes on when all is', async () => {
      const { page } = await open('/en/documents')
      const progress = { label: { en: 'Reading', fr: 'Lecture' }, done: 3, total: 40 }
      const partial = { documents: 3, of: 40 }
      let early = true
      await page.route('**/en', async (route) => {
        const response = await route.fetch()
        const banner = String(Indexing({ language: 'en', progress, partial, path: '/en' }))
        const body = await response.text()
        return route.fulfill({ response, body: early ? body.replace('<section data-log', `${banner}<section data-log`) : body })
      })
      await page.route('**/health', (route) =>
        early ? route.fulfill({ json: { status: 'starting', progress, partial: { documents: 9, of: 40 } } }) : route.continue(),
      )
      await page.route('**/ask', async (route) => {
        const response = await route.fetch()
        await route.fulfill({ response, body: (await response.text()).replace('"index":{', '"index":{"partial":{"documents":9,"of":40},') })
      })
      await page.goto(`${world.url}/en`)
      const banner = page.locator('sourcier-indexing [role=status]')
      expect(await banner.textContent()).toBe('You can already ask 3 of the 40 documents; the others are still being read.')
      await expect.poll(() => banner.textContent(), { timeout: 9000 }).toContain('9 of the 40 documents')
      await ask(page, 'what is ITQ?')
      expect(await page.locator('.turn [data-part=partial]').textContent()).toBe(
        'Documents looked in: 9 of 40. Ask again once all of them have been read.',
      )
      await page.locator('#question').fill('half a thought')
      early = false
      await expect.poll(() => banner.textContent(), { timeout: 9000 }).toBe('All the documents can be asked about now.')
      expect(await page.locator('progress').isVisible()).toBe(false)
      expect([await page.locator('.turn').count(), await page.locator('#question').inputValue()]).toEqual([1, 'half a thought'])
    })

    test('whether an answer helped: said with a reason, thanked for in place, told what was removed', async () => {
      const { page, problems } = await open('/fr')
      await ask(page, 'c’est quoi ITQ ?')
      const form = page.locator('.turn .feedback')
      expect(await form.getByRole('combobox', { name: 'Raison' }).isVisible()).toBe(false)
      await form.getByRole('button', { name: 'Non' }).click()
      await form.getByRole('combobox', { name: 'Raison' }).selectOption('incomplete')
      await form.getByRole('textbox', { name: 'Votre commentaire' }).fill('Rappelez-moi au 514 555-0199.')
      const [request] = await Promise.all([page.waitForRequest('**/feedback'), form.getByRole('button', { name: 'Envoyer' }).dblclick()])
      expect(request.postDataJSON()).toMatchObject({ rating: 'down', reason: 'incomplete', language: 'fr', answered: true })
      await page.getByText('Merci de votre rétroaction. Des renseignements personnels en ont été retirés.').waitFor()
      expect(await form.count()).toBe(0)
      expect(problems).toEqual([])
    })

    test('… and without script the same form brings a page of thanks', async () => {
      const { page, problems } = await open('/en', { javaScriptEnabled: false })
      await page.getByRole('textbox').fill('what is ITQ?')
      await leave(page, () => page.getByRole('button', { name: 'Ask', exact: true }).click())
      await leave(page, () => page.getByRole('button', { name: 'Yes', exact: true }).click())
      expect(await page.locator('h1').textContent()).toBe('Thank you for your feedback.')
      expect(problems).toEqual([])
    })

    test('administration: closed without its token; with it the index, the files not read and the feedback, and a look for changes', async () => {
      const { page } = await open('/en')
      await ask(page, 'what is ITQ?')
      await page.locator('.feedback button').first().click()
      await page.getByText('Thank you for your feedback.').waitFor()
      expect((await fetch(`${world.url}/en/admin`)).status).toBe(401)
      await page.setExtraHTTPHeaders({ Authorization: `Bearer ${ADMIN_TOKEN}` })
      await page.goto(`${world.url}/fr/admin`)
      expect(await page.locator('.state').textContent()).toMatch(/Documents5/)
      expect(await page.getByText('Tous les fichiers ont été lus.').isVisible()).toBe(true)
      expect(await page.locator('tbody tr').first().textContent()).toMatch(/Oui.*what is ITQ\?/)
      await leave(page, () => page.getByRole('button', { name: 'Chercher maintenant les documents modifiés' }).click())
      expect(page.url()).toBe(`${world.url}/fr/admin`)
    })

    test('twice the size and 320 pixels lose nothing', async () => {
      for (const viewport of [
        { width: 320, height: 640 },
        { width: 640, height: 400 },
      ]) {
        const { page, problems } = await open('/fr', { viewport })
        await ask(page, 'c’est quoi ITQ ?')
        await page.locator('.marker').first().click()
        await page.locator('.reader mark').waitFor()
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width)
        expect(problems).toEqual([])
      }
    })
  },
)
