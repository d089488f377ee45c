/** WCAG 2.2 AA by two checkers, axe and IBM's, on every page and state, in both languages, light and dark. */
import { cpSync, mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { compare, toBaseline } from '../src/scores/baseline.ts'
import { reportPage } from '../src/scores/page.tsx'
import { summarise } from '../src/scores/summary.ts'
import { ChatPage } from '../src/ui/chat.tsx'
import { ADMIN_TOKEN, ask, inBrowser, leave, type World } from './browser.ts'
import { both, good, run, SUBJECT } from './evaluated-runs.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const IBM = readFileSync(createRequire(import.meta.url).resolve('accessibility-checker-engine/ace.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']

/** A checker is loaded once into a page. @param name that it has there */
async function load(page: Page, name: string, script: string): Promise<void> {
  if (!(await page.evaluate((name) => name in window, name))) await page.evaluate(script)
}

type RunOnly = { type: 'tag' | 'rule'; values: string[] }
const EVERY: RunOnly = { type: 'tag', values: TAGS }
/** What the colours of a page decide; all else is the same in light and in dark. */
const COLOURS: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] }

/** What axe finds, as "rule: where". */
async function violations(page: Page, runOnly = EVERY): Promise<string[]> {
  await load(page, 'axe', AXE)
  return page.evaluate(async (runOnly) => {
    const axe = (window as unknown as { axe: typeof import('axe-core') }).axe
    const found = await axe.run(document, { runOnly })
    return found.violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`))
  }, runOnly)
}

interface IbmChecker {
  check(page: Document, guidelines: string[]): Promise<{ results: { ruleId: string; value: string[]; path: { dom: string } }[] }>
}

/** What IBM's checker is sure of, as "rule: where"; what it would have looked at by a person is left out. */
async function ibmFailures(page: Page): Promise<string[]> {
  await load(page, 'ace', IBM)
  return page.evaluate(async () => {
    const { Checker } = (window as unknown as { ace: { Checker: new () => IbmChecker } }).ace
    const { results } = await new Checker().check(document, ['WCAG_2_2'])
    return results
      .filter(({ value: [kind, sure] }) => kind === 'VIOLATION' && sure === 'FAIL')
      .map(({ ruleId, path }) => `${ruleId}: ${path.dom}`)
  })
}

const QUESTION = { en: 'what is ITQ?', fr: 'c’est quoi ITQ ?' } as const
const NONE = { en: 'Who won the hockey game in 1999?', fr: 'Qui a gagné la partie de hockey en 1999 ?' } as const
const ROOF = 'When will the roof of the main branch be repaired?'
const LIST = { en: 'What documents do you have?', fr: 'Quels documents avez-vous ?' } as const
type Language = keyof typeof QUESTION

const uneven = summarise(
  [...both(run('answer', 'wrong', { right: [false], ranks: [3] })), ...both(run('no-answer', 'wrong', { answered: true, right: [false] }))],
  { ...SUBJECT, collection: 'public' },
)
const REPORTED = [
  { evaluation: good, found: compare(good, toBaseline(good)) },
  { evaluation: uneven, found: undefined },
]

/** Brings a page into a state. */
const STATES: Record<string, (page: Page, language: Language, world: World) => Promise<unknown>> = {
  empty: async () => {},
  streaming: async (page, language) => {
    await page.route('**/ask', () => {})
    await page.getByRole('textbox').fill(QUESTION[language])
    await page.keyboard.press('Enter')
    await page.locator('.status').waitFor()
  },
  answered: async (page, language) => {
    await ask(page, QUESTION[language])
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) details.toggleAttribute('open', true)
    })
  },
  'asked back': (page) => ask(page, 'Who is the minister?'),
  'replied to': (page, language) => ask(page, LIST[language]),
  abstained: (page, language) => ask(page, NONE[language]),
  failed: async (page, language) => {
    await page.route('**/ask', (route) => route.abort())
    await ask(page, QUESTION[language])
  },
  editing: async (page, language) => {
    await ask(page, QUESTION[language])
    await page.locator('.menu summary').click()
    await page.locator('[data-action=edit]').click()
  },
  'actions open': async (page, language) => {
    await ask(page, QUESTION[language])
    await page.locator('.menu summary').click()
  },
  'reason asked for': async (page, language) => {
    await ask(page, QUESTION[language])
    await page.locator('.feedback button').nth(1).click()
  },
  'source open': async (page, language) => {
    await ask(page, QUESTION[language])
    await page.locator('.marker').first().click()
    await page.locator('.reader mark').waitFor()
  },
  'answered without script': async (page, language, { url }) => {
    await page.route('**/assets/chat.js', (route) => route.abort())
    await page.goto(`${url}/${language}`)
    await page.locator('#question').fill(QUESTION[language])
    await leave(page, () => page.locator('.send').click())
  },
  'an empty question without script': async (page, language, { url }) => {
    await page.route('**/assets/chat.js', (route) => route.abort())
    await page.goto(`${url}/${language}`)
    await page.locator('form.ask').evaluate((form) => form.setAttribute('novalidate', ''))
    await page.locator('.send').click()
    await page.locator('[aria-invalid=true]').waitFor()
  },
  'an answer in doubt': async (page, language) => {
    await page.route('**/ask', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replace(/"confidence":[\d.]+/, '"confidence":0.42,"doubt":true') })
    })
    await ask(page, QUESTION[language])
  },
  'a citation pointed at': async (page, language) => {
    await ask(page, QUESTION[language])
    await page.locator('.marker').nth(1).hover()
    await page.getByRole('tooltip').waitFor()
  },
  'words found in a document': async (page, language) => {
    await ask(page, QUESTION[language])
    await page.locator('.reader mark').waitFor()
    await page.locator('#find').fill('quebec')
  },
  'a page as a picture': async (page) => {
    await ask(page, ROOF)
    await page.locator('.reader mark').first().waitFor()
    await page.locator('[data-action=show-page]').click()
    await page.locator('.page-frame img').waitFor()
  },
  documents: (page, language, { url }) => page.goto(`${url}/${language}/documents`),
  'documents ticked': async (page, language, { url }) => {
    await page.goto(`${url}/${language}/documents`)
    await page.locator('.tick-box input').nth(1).check()
  },
  'some documents asked': async (page, language, { url }) => {
    await page.goto(`${url}/${language}/documents`)
    await page.locator('.tick-box input').nth(1).check()
    await leave(page, () => page.locator('.choose button').click())
    await ask(page, NONE[language])
  },
  'a file refused': async (page) => {
    await page.locator('input[type=file]').setInputFiles({ name: 'a.exe', mimeType: 'text/plain', buffer: Buffer.from('text') })
    await page.locator('[data-part=upload] button').click()
    await page.locator('[data-part=upload-status]:not(:empty)').waitFor()
  },
  search: (page, language, { url }) => page.goto(`${url}/${language}/documents?q=infrastructure`),
  source: async (page, language, { url }) => {
    const [first] = (await (await fetch(`${url}/documents`)).json()) as { id: string }[]
    await page.goto(`${url}/source/${first?.id}?start=0&end=200&ui=${language}`)
  },
  indexing: async (page, language, { url }) => {
    const progress = { label: { en: 'Embedding passages', fr: 'Analyse des passages' }, done: 1, total: 4 }
    const body = String(ChatPage({ language, indexing: { progress } }))
    await page.route(`**/${language}`, (route) => route.fulfill({ contentType: 'text/html', body }))
    await page.route('**/health', (route) => route.fulfill({ json: { status: 'starting' } }))
    await page.goto(`${url}/${language}`)
  },
  'interface of programs': (page, language, { url }) => page.goto(`${url}/${language}/docs`),
  thanked: async (page, language) => {
    await ask(page, QUESTION[language])
    await page.locator('.feedback button').first().click()
    await page.locator('.turn p[tabindex]').waitFor()
  },
  administration: async (page, language, { url }) => {
    await ask(page, QUESTION[language])
    await page.locator('.feedback button').first().click()
    await page.locator('.turn p[tabindex]').waitFor()
    await page.setExtraHTTPHeaders({ Authorization: `Bearer ${ADMIN_TOKEN}` })
    await page.goto(`${url}/${language}/admin`)
  },
  'evaluation report': async (page, language) => {
    const report = reportPage(REPORTED, language, 'report.html')
    await page.route('**/report', (route) => route.fulfill({ contentType: 'text/html', body: report }))
    await page.goto('http://127.0.0.1/report')
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) details.toggleAttribute('open', true)
    })
  },
  error: (page, language, { url }) => page.goto(`${url}/nowhere?ui=${language}`),
}

inBrowser(
  'accessibility',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'sourcier-accessibility-'))
    cpSync('seeds', folder, { recursive: true })
    cpSync('test/golden/en/report.pdf', join(folder, 'report.pdf'))
    return folder
  },
  (world) => {
    describe.each(['en', 'fr'] as const)('%s', (language) => {
      test.each(Object.keys(STATES))('%s', async (state) => {
        const { page } = await world.open(`/${language}`, { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' })
        await STATES[state]?.(page, language, world)
        expect(await violations(page), 'light').toEqual([])
        // Both languages have the same markup and colours: the slower checker sees every other state in English and light, the rest in French and dark.
        const isItsTurn = (Object.keys(STATES).indexOf(state) % 2 === 0) === (language === 'en')
        if (isItsTurn && language === 'en') expect(await ibmFailures(page), 'light').toEqual([])
        if (language === 'fr') {
          await page.emulateMedia({ colorScheme: 'dark' })
          expect(await violations(page, COLOURS), 'dark').toEqual([])
          if (isItsTurn) expect(await ibmFailures(page), 'dark').toEqual([])
        }
        expect(await page.locator('html').getAttribute('lang')).toBe(language)
        // Things to press are at least 24 pixels high and wide (WCAG 2.5.8), except links within a sentence.
        const small = await page.locator('button:visible, .marker:visible, nav a:visible, summary:visible').evaluateAll((all) =>
          all
            .filter((item) => !item.matches('.skip, p > button.link, .home'))
            .flatMap((item) => {
              const { width, height } = item.getBoundingClientRect()
              return width < 24 || height < 24 ? [`${item.outerHTML.slice(0, 80)} ${width} × ${height}`] : []
            }),
        )
        expect(small).toEqual([])
      })
    })

    test('a phone, with a source open', async () => {
      const { page } = await world.open('/fr', { viewport: { width: 320, height: 640 } })
      await STATES['source open']?.(page, 'fr', world)
      expect(await violations(page)).toEqual([])
      expect(await ibmFailures(page)).toEqual([])
    })

    test('… and both see a page with faults (negative control)', async () => {
      const { page } = await world.open('/en')
      await page.evaluate(() => {
        document.documentElement.removeAttribute('lang')
        const field = document.querySelector('label[for=question]')
        field?.remove()
        // The page forbids styles within its markup; a script may set them.
        for (const text of document.querySelectorAll<HTMLElement>('main p')) {
          text.style.color = '#ccc'
          text.style.background = '#fff'
        }
        document.querySelector('textarea')?.removeAttribute('placeholder')
      })
      const found = (await violations(page)).map((line) => line.split(':')[0])
      expect(found).toContain('html-has-lang')
      expect(found).toContain('label')
      expect(new Set((await violations(page, COLOURS)).map((line) => line.split(':')[0]))).toEqual(new Set(['color-contrast']))
      const failed = (await ibmFailures(page)).map((line) => line.split(':')[0])
      expect(failed).toEqual(expect.arrayContaining(['html_lang_exists', 'input_label_exists']))
    })
  },
  ['--upload', 'on'],
)
