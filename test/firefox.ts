/** Firefox as Debian ships it, over WebDriver BiDi (https://w3c.github.io/webdriver-bidi/): opened, navigated, typed into, asked. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'

export const FIREFOX = process.env.FIREFOX ?? '/usr/bin/firefox-esr'
export const firefoxIsThere = existsSync(FIREFOX)

const STARTS_WITHIN = 45_000
/** Nothing of its own is fetched or asked for. */
const PREFERENCES = {
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'app.update.auto': false,
  'browser.shell.checkDefaultBrowser': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
}

export interface FirefoxPage {
  open(url: string): Promise<void>
  /** The value of an expression in the page, which may be a promise; text, numbers and booleans alone. */
  value(expression: string): Promise<unknown>
  /** Tries an expression until it is true. @throws when it never is */
  until(expression: string, milliseconds?: number): Promise<void>
  /** Keys pressed one after the other; WebDriver's code points for those that are no characters. */
  type(keys: string): Promise<void>
  close(): Promise<void>
}

export const ENTER = '\uE007'
export const TAB = '\uE004'
export const ESCAPE = '\uE00C'

export async function openFirefox(viewport: { width: number; height: number }): Promise<FirefoxPage> {
  const profile = mkdtempSync(join(tmpdir(), 'sourcier-firefox-'))
  const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`)
  writeFileSync(join(profile, 'user.js'), lines.join('\n'))
  const browser = spawn(FIREFOX, ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, HOME: profile, MOZ_DISABLE_CONTENT_SANDBOX: '1' },
  })
  const socket = new WebSocket(`${await addressOf(browser)}/session`)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const waiting = new Map<number, (reply: Reply) => void>()
  socket.on('message', (data) => {
    const reply = JSON.parse(String(data)) as Reply
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply)
  })
  let last = 0
  const send = async (method: string, params: object): Promise<Record<string, unknown>> => {
    const id = ++last
    const reply = await new Promise<Reply>((resolve) => {
      waiting.set(id, resolve)
      socket.send(JSON.stringify({ id, method, params }))
    })
    waiting.delete(id)
    if (reply.type !== 'success') throw new Error(`${method}: ${reply.message ?? reply.error}`)
    return reply.result ?? {}
  }
  await send('session.new', { capabilities: {} })
  const { context } = await send('browsingContext.create', { type: 'tab' })
  await send('browsingContext.setViewport', { context, viewport })
  const value: FirefoxPage['value'] = async (expression) => {
    const { type, result, exceptionDetails } = await send('script.evaluate', { expression, target: { context }, awaitPromise: true })
    if (type === 'exception') throw new Error((exceptionDetails as { text: string }).text)
    return (result as { value?: unknown }).value
  }
  return {
    value,
    open: async (url) => void (await send('browsingContext.navigate', { context, url, wait: 'complete' })),
    async until(expression, milliseconds = 15_000) {
      for (const end = Date.now() + milliseconds; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 100))) {
        if (await value(`Boolean(${expression})`)) return
      }
      throw new Error(`never true: ${expression}`)
    },
    async type(keys) {
      const actions = [...keys].flatMap((key) => ['keyDown', 'keyUp'].map((type) => ({ type, value: key })))
      await send('input.performActions', { context, actions: [{ type: 'key', id: 'keyboard', actions }] })
    },
    async close() {
      socket.close()
      browser.kill()
      await new Promise((resolve) => browser.once('exit', resolve))
    },
  }
}

interface Reply {
  id?: number
  type: 'success' | 'error' | 'event'
  result?: Record<string, unknown>
  error?: string
  message?: string
}

/** What Firefox prints when it listens. */
function addressOf(browser: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('Firefox did not start')), STARTS_WITHIN)
    browser.once('exit', (code) => reject(new Error(`Firefox ended with ${code}`)))
    let said = ''
    browser.stderr?.on('data', (chunk) => {
      said += String(chunk)
      const [, address] = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said) ?? []
      if (address === undefined) return
      clearTimeout(late)
      resolve(address)
    })
  })
}
