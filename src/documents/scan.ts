/**
 * Text in pictures, recognised by Tesseract compiled to WebAssembly: an optional package with a model for each language, loaded when the
 * first picture comes, in the process that may be killed. Nothing is fetched: the models come from their packages.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Item } from './pdf-layout.ts'

/** What must be installed beside this program, as npm takes it. */
export const OCR_PACKAGES = ['tesseract.js@7.0.0', '@tesseract.js-data/eng@1.0.0', '@tesseract.js-data/fra@1.0.0'] as const
const MODELS = ['eng', 'fra'] as const
const MODEL_FOLDER = '4.0.0_best_int'

/** One line as it stands in the picture, in pixels from the top left corner. */
export interface RecognisedLine {
  text: string
  /** 0 to 1. */
  confidence: number
  left: number
  top: number
  right: number
  bottom: number
}

export interface Recogniser {
  /** @param picture PNG, JPEG, WebP, BMP or PNM @throws Error for what is no picture */
  recognise(picture: Uint8Array): Promise<RecognisedLine[]>
}

/** As much of the package as is used here; it is absent where nobody asked for it, so that no compiler can look it up. */
interface Tesseract {
  createWorker(languages: readonly string[], engine: 1, options: object): Promise<TesseractWorker>
}
interface TesseractWorker {
  recognize(image: Buffer, options: object, output: { blocks: true }): Promise<{ data: { blocks: readonly TesseractBlock[] | null } }>
}
interface TesseractBlock {
  paragraphs: readonly {
    lines: readonly { text: string; confidence: number; bbox: { x0: number; y0: number; x1: number; y1: number } }[]
  }[]
}

const require = createRequire(import.meta.url)

/** Whether the packages are there. */
export function canRecognise(): boolean {
  try {
    for (const name of ['tesseract.js', ...MODELS.map((model) => `@tesseract.js-data/${model}/package.json`)]) require.resolve(name)
    return true
  } catch {
    return false
  }
}

let opened: Promise<TesseractWorker[]> | undefined

export const recogniser: Recogniser = {
  async recognise(picture) {
    opened ??= openWorkers()
    const image = Buffer.from(picture)
    const [english = [], french = []] = await Promise.all((await opened).map((worker) => linesOf(worker, image)))
    return bestLines(english, french)
  },
}

async function linesOf(worker: TesseractWorker, image: Buffer): Promise<RecognisedLine[]> {
  const { data } = await worker.recognize(image, {}, { blocks: true })
  const lines = (data.blocks ?? []).flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.lines))
  return lines.flatMap(({ text, confidence, bbox: { x0, y0, x1, y1 } }): RecognisedLine[] => {
    const said = text.replace(/\s+/g, ' ').trim()
    return said === '' ? [] : [{ text: said, confidence: confidence / 100, left: x0, top: y0, right: x1, bottom: y1 }]
  })
}

/**
 * Each line as the surer of two readings has it: both models together read English capitals with accents, and French ones without. The
 * lines are those of the reading that is surer as a whole.
 */
export function bestLines(one: readonly RecognisedLine[], other: readonly RecognisedLine[]): RecognisedLine[] {
  const sum = (lines: readonly RecognisedLine[]): number =>
    lines.reduce((total, { confidence, text }) => total + confidence * text.length, 0)
  const [base, second] = sum(other) > sum(one) ? [other, one] : [one, other]
  return base.map((line) => {
    const middle = { x: (line.left + line.right) / 2, y: (line.top + line.bottom) / 2 }
    const same = second.find(
      ({ left, right, top, bottom }) => left <= middle.x && middle.x <= right && top <= middle.y && middle.y <= bottom,
    )
    return same && same.confidence > line.confidence ? { ...line, text: same.text, confidence: same.confidence } : line
  })
}

/** One worker a model. The package takes a model from a folder, or from the network: it is unpacked from its own package. */
async function openWorkers(): Promise<TesseractWorker[]> {
  const { createWorker } = (await import(pathToFileURL(require.resolve('tesseract.js')).href)) as Tesseract
  return Promise.all(
    MODELS.map((model) => {
      const langPath = join(dirname(require.resolve(`@tesseract.js-data/${model}/package.json`)), MODEL_FOLDER)
      // 1: its neural engine alone, which these models are for.
      return createWorker([model], 1, { langPath, cacheMethod: 'none', gzip: true })
    }),
  )
}

/** RGBA rows as a grey PNM, which needs no compression. */
export function toPnm(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const head = Buffer.from(`P5 ${width} ${height} 255\n`)
  const picture = Buffer.alloc(head.length + width * height)
  head.copy(picture)
  for (let i = 0; i < width * height; i++) {
    const [red = 0, green = 0, blue = 0] = [rgba[4 * i], rgba[4 * i + 1], rgba[4 * i + 2]]
    // Luma (ITU-R BT.601).
    picture[head.length + i] = Math.round(0.299 * red + 0.587 * green + 0.114 * blue)
  }
  return picture
}

/** Confidence below which a line is left out, 0 to 1: what stands there is not what it says. */
const LEAST_CONFIDENCE = 0.5
/** Letters of a line are taken for larger than the others from here on. */
const LARGER = 1.4

export interface RecognisedPage {
  items: Item[]
  /** Mean over the characters of the lines that were kept, 0 to 1; 0 for none. */
  confidence: number
  characters: number
  /** Lines were left out. */
  doubtful: boolean
}

/**
 * Lines as a page draws them, for those who find columns and paragraphs.
 * @param scale pixels a point @param height of the picture in pixels
 */
export function toPage(lines: readonly RecognisedLine[], { scale, height }: { scale: number; height: number }): RecognisedPage {
  const kept = lines.filter(({ confidence }) => confidence >= LEAST_CONFIDENCE)
  const heights = kept.map(({ top, bottom }) => bottom - top).sort((a, b) => a - b)
  const usual = heights[Math.floor(heights.length / 2)] ?? 0
  const characters = kept.reduce((sum, { text }) => sum + text.length, 0)
  return {
    items: kept.map(({ text, left, right, top, bottom }) => ({
      text,
      ...{ x: left / scale, y: (height - bottom) / scale, width: (right - left) / scale },
      // Letters with and without tails are of one size.
      height: (bottom - top > LARGER * usual ? bottom - top : usual) / scale,
      font: '',
    })),
    confidence: kept.reduce((sum, { text, confidence }) => sum + text.length * confidence, 0) / Math.max(1, characters),
    characters,
    doubtful: kept.length < lines.length,
  }
}
