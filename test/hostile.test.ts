/** Text from outside stays text: as document, title, file name and question, in a real browser. */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ask, inBrowser, leave } from './browser.ts'

const RUN = 'window.__ran=1'
const HOSTILE = [
  `<script>${RUN}</script>`,
  `</script><script>${RUN}</script>`,
  `"><script>${RUN}</script>`,
  `'-${RUN}-'`,
  `<img src=x onerror="${RUN}">`,
  `<img src="https://evil.example/p.png">`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `<svg><a xlink:href="javascript:${RUN}"><text>a</text></a></svg>`,
  `<math><mtext></form><form><mglyph><style></math><img src onerror="${RUN}">`,
  `<iframe srcdoc="<script>parent.__ran=1</script>"></iframe>`,
  `<iframe src="javascript:parent.__ran=1"></iframe>`,
  `<object data="javascript:${RUN}"></object>`,
  `<embed src="javascript:${RUN}">`,
  `<a href="javascript:${RUN}">open</a>`,
  `[open](javascript:${RUN})`,
  '![pixel](https://evil.example/p.png)',
  `<details open ontoggle="${RUN}">`,
  `<input autofocus onfocus="${RUN}">`,
  `<body onload="${RUN}">`,
  `<style>@import "https://evil.example/s.css"; * { display: none }</style>`,
  `<link rel=stylesheet href="https://evil.example/s.css">`,
  `<meta http-equiv=refresh content="0;url=https://evil.example/">`,
  `<base href="https://evil.example/">`,
  `<form action="https://evil.example/"><button>send</button></form>`,
  `<template><script>${RUN}</script></template>`,
  `<textarea></textarea><script>${RUN}</script>`,
  `</textarea><script>${RUN}</script>`,
  `--><script>${RUN}</script><!--`,
  `{{constructor.constructor("${RUN}")()}}`,
  `\${${RUN}}`,
  `&lt;script&gt;${RUN}&lt;/script&gt;`,
  `javascript:${RUN}`,
  `data:text/html,<script>${RUN}</script>`,
  'turned \u202e txet \u202d and back',
  'isolated \u2067 right to left \u2066 and open',
  'zero\u200bwidth\u200djoined\ufeffmarks\u2060inside',
  `a${'\u0300'.repeat(60)} stacked accents`,
  'W'.repeat(200),
  `${'https://evil.example/'.repeat(9)}`,
]

/** One document for each, named after it: the name cannot hold a slash, the title is its heading. */
function hostileFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sourcier-hostile-'))
  mkdirSync(folder, { recursive: true })
  for (const [i, text] of HOSTILE.entries()) {
    const name = `${text.replaceAll('/', '∕').slice(0, 100)} ${i}`
    writeFileSync(
      join(folder, `${name}.txt`),
      `${text} HOST${i}\n\nHOST${i} is ${text} and nothing else.\n\nOther words stand here ${i}.\n`,
    )
  }
  return folder
}

/** Elements that no page of ours holds; its own icons stand in buttons. */
/** The picture of a page is the page's own. */
const FOREIGN = 'main :is(img:not([data-part=page-image]), svg:not(button > svg), iframe, object, embed, style, link, meta, base)'

inBrowser('hostile text', hostileFolder, (world) => {
  test(`${HOSTILE.length} strings as document, title, file name and question: nothing runs, the layout holds`, {
    timeout: 240_000,
  }, async () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(40)
    const { page, problems } = await world.open('/en', { viewport: { width: 320, height: 640 } })
    const holds = async (where: string): Promise<void> => {
      expect(await page.evaluate(() => (window as { __ran?: number }).__ran), where).toBeUndefined()
      expect(await page.evaluate(() => document.documentElement.scrollWidth), where).toBeLessThanOrEqual(320)
      expect(await page.evaluate(() => getComputedStyle(document.body).display), where).toBe('flex')
      expect(await page.locator(FOREIGN).count(), where).toBe(0)
      expect(problems, where).toEqual([])
    }
    let opened = 0
    for (const [i, text] of HOSTILE.entries()) {
      const question = `What is HOST${i}? ${text}`
      await ask(page, question)
      const turn = page.locator('.turn').last()
      expect(await turn.locator('[data-part=question]').textContent()).toBe(question.trim())
      await holds(`question ${i}`)
      const link = turn.locator('[data-source]').first()
      if ((await link.count()) > 0) {
        if (!(await link.isVisible())) await turn.locator('summary').first().click()
        await link.click()
        await page.locator('.reader [data-part=text] span, .reader [data-part=text] mark').first().waitFor()
        await holds(`source ${i}`)
        opened++
        // On a phone the source covers the page.
        await page.keyboard.press('Escape')
      }
      await page.getByRole('button', { name: 'New conversation' }).click()
    }
    expect(opened).toBeGreaterThan(HOSTILE.length / 2)
    await page.goto(`${world.url}/fr/documents`)
    expect(await page.locator('.documents li').count()).toBe(HOSTILE.length)
    await holds('documents')
  })

  test('… and without script, where the server writes it all', { timeout: 120_000 }, async () => {
    const { page, problems } = await world.open('/fr', { javaScriptEnabled: false, viewport: { width: 320, height: 640 } })
    for (const [i, text] of HOSTILE.entries()) {
      await page.getByRole('textbox').fill(`C’est quoi HOST${i} ? ${text}`)
      await leave(page, () => page.getByRole('button', { name: 'Envoyer', exact: true }).click())
      expect(await page.locator('.turn').count()).toBe(1)
      expect(await page.locator(FOREIGN).count(), text).toBe(0)
    }
    expect(problems).toEqual([])
  })

  test('… and what watches for it sees a page in which it runs (negative control)', async () => {
    const { page, problems } = await world.open('/en', { viewport: { width: 320, height: 640 } })
    await page.route('**/bad', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<main><script>${RUN};alert(1)</script><img src="https://evil.example/p.png"></main>`,
      }),
    )
    await page.goto(`${world.url}/bad`)
    expect(await page.evaluate(() => (window as { __ran?: number }).__ran)).toBe(1)
    expect(await page.locator('main :is(img, svg)').count()).toBe(1)
    expect(problems).toContain('dialog: 1')
    expect(problems).toContain('https://evil.example/p.png')
  })
})
