/**
 * A page of a PDF as a picture, with a quote marked. It is drawn here and not in the browser: pdf.js and its worker are 514 KB
 * compressed and would need the whole file, where a picture has 40 to 330 KB; what a file does happens in a process that may be killed,
 * the page keeps its rule that nothing becomes script, and it works without script.
 */
import { type ChildLimits, openChild } from './child.ts'

export interface PictureOrder {
  bytes: Uint8Array
  /** From 1. */
  page: number
  /** Empty for none. */
  quote: string
  /** Where in the text of the page the quote begins, from 0 to 1. */
  at: number
}

export interface Picture {
  png: Uint8Array
  /** Where the first mark stands, as a share of the height; absent when none was found. */
  markedAt?: number
}

export interface Pictures {
  /** One at a time. @returns undefined when the page cannot be drawn within the limits */
  draw(order: PictureOrder): Promise<Picture | undefined>
  close(): void
}

const LIMITS: ChildLimits = { heap: 256, resident: 640, time: 15_000, wall: 30_000 }
/** Milliseconds after which a process without work is ended: it holds some 150 MiB. */
const IDLE = 60_000

export function openPictures(limits: ChildLimits = LIMITS): Pictures {
  const child = openChild<PictureOrder, Picture>(new URL('./picture-child', import.meta.url), limits, 'advanced')
  let idle: NodeJS.Timeout | undefined
  return {
    close: child.close,
    async draw(order) {
      clearTimeout(idle)
      const reply = await child.ask(order)
      idle = setTimeout(child.close, IDLE)
      idle.unref()
      return 'png' in reply ? reply : undefined
    },
  }
}
