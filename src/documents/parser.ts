/** Reads hostile formats in a disposable process, with a bound on what it puts out, too. */
import { type ChildLimits, openChild } from './child.ts'
import type { ParseOrder, Reply } from './format.ts'

export const LIMITS: ChildLimits = { heap: 256, resident: 512, time: 20_000, wall: 120_000 }

export interface Parser {
  parse(file: string): Promise<Reply>
  close(): void
}

/** Recognition takes seconds a page, and holds its models and a picture. */
export const OCR_LIMITS: ChildLimits = { heap: 384, resident: 1024, time: 600_000, wall: 3_600_000 }

/** @param ocr text in pictures is recognised */
export function openParser(limits?: ChildLimits, ocr = false): Parser {
  const child = openChild<ParseOrder, Reply>(new URL('./parse-child', import.meta.url), limits ?? (ocr ? OCR_LIMITS : LIMITS))
  return { parse: (file) => child.ask({ file, ocr }), close: child.close }
}
