/**
 * The pictures of the READMEs: npm run screenshots. Needs a running server (its address as the first argument), Chromium, and a good
 * typeface: on Debian `apt-get install chromium fonts-noto-core`. Besides a still of each language it makes a short animated picture
 * of an answer that comes from the other language.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { chromium } from 'playwright-core'

const address = process.argv[2] ?? 'http://127.0.0.1:8787'
/** Of the still; and of the animated picture, answered from the other language. */
const QUESTIONS = {
  en: { still: 'what is ITQ?', other: 'what expertise does ITQ develop?' },
  fr: { still: 'c’est quoi ITQ ?', other: 'quels sont les trois objectifs de la stratégie numérique ?' },
}
const SIZE = { width: 1280, height: 760 }
/** Milliseconds that each picture of the animation stays. */
const SHOWN = [1200, 900, 2600, 2600]

if (!execFileSync('fc-list', [':family=Noto Sans', 'family']).toString().includes('Noto Sans')) {
  throw new Error('The typeface Noto Sans is missing: apt-get install fonts-noto-core')
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [language, { still, other }] of Object.entries(QUESTIONS)) {
  const context = await browser.newContext({ viewport: SIZE, reducedMotion: 'reduce', colorScheme: 'light' })
  const page = await context.newPage()
  /** @type {Buffer[]} */
  const frames = []
  const shoot = async () => frames.push(await page.screenshot())
  /** @param {string} question @param {string} source language of the document that opens */
  const ask = async (question, source) => {
    await page.goto(`${address}/${language}`)
    await shoot()
    await page.locator('#question').fill(question)
    await shoot()
    await page.locator('#question').press('Enter')
    await page.locator(`.reader mark[lang=${source}]`).first().waitFor()
    await page.mouse.move(0, 0)
    await shoot()
  }
  await ask(still, 'fr')
  await page.screenshot({ path: `docs/chat.${language}.png` })
  await page.evaluate(() => sessionStorage.clear())
  frames.length = 0
  await ask(other, language === 'en' ? 'fr' : 'en')
  await page.locator('.reader .why summary').click()
  await page.mouse.move(0, 0)
  await shoot()
  writeFileSync(`docs/answer.${language}.png`, animated(frames, SHOWN))
  await context.close()
}
await browser.close()

/**
 * An animated PNG (https://wiki.mozilla.org/APNG_Specification) of pictures of one size and format: the data of each becomes a frame.
 * @param {Buffer[]} pictures @param {number[]} delays milliseconds
 */
function animated(pictures, delays) {
  const [first = Buffer.alloc(0)] = pictures
  const head = chunksOf(first).find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(0)
  let sequence = 0
  const parts = pictures.flatMap((picture, i) => {
    const control = Buffer.alloc(26)
    control.writeUInt32BE(sequence++, 0)
    head.copy(control, 4, 0, 8)
    control.writeUInt16BE(delays[i] ?? 1000, 20)
    control.writeUInt16BE(1000, 22)
    const data = chunksOf(picture).filter(({ type }) => type === 'IDAT')
    const own = data.map(({ data: bytes }) => {
      if (i === 0) return chunk('IDAT', bytes)
      const number = Buffer.alloc(4)
      number.writeUInt32BE(sequence++)
      return chunk('fdAT', Buffer.concat([number, bytes]))
    })
    return [chunk('fcTL', control), ...own]
  })
  const count = Buffer.alloc(8)
  count.writeUInt32BE(pictures.length, 0)
  return Buffer.concat([first.subarray(0, 8), chunk('IHDR', head), chunk('acTL', count), ...parts, chunk('IEND', Buffer.alloc(0))])
}

/** @param {Buffer} png */
function chunksOf(png) {
  const chunks = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({ type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.length, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
