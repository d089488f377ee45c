/**
 * The process that draws pages of PDF files, with PDFium compiled to WebAssembly: a file in, a picture out. It may be killed at any
 * moment and holds nothing worth keeping.
 */
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { openPdf, type TextItem } from './pdf-file.ts'
import type { Picture, PictureOrder } from './picture.ts'
import { marksOf } from './picture-marks.ts'
import { encodePng } from './png.ts'

/** Pixels: wide enough for a pane on a screen of double density, and a bound on pages of any size. */
const WIDTH = 1200
const PIXELS_MOST = 5_000_000
/** What the colour of the page is multiplied by where the quote stands. */
const YELLOW = [1, 0.9, 0.52] as const

/** In pixels from the top left corner. */
interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

async function draw({ bytes, page, quote, at }: PictureOrder): Promise<Picture> {
  // A new one for each file: nothing that one file did to its memory reaches the next.
  const library = await PDFiumLibrary.init()
  const file = await library.loadDocument(bytes)
  try {
    const sheet = file.getPage(page - 1)
    const { originalWidth, originalHeight } = sheet.getOriginalSize()
    const scale = Math.min(WIDTH / originalWidth, Math.sqrt(PIXELS_MOST / (originalWidth * originalHeight)))
    const { data, width, height } = await sheet.render({ scale, render: 'bitmap' })
    const boxes = quote === '' ? [] : await boxesOf(bytes, page, { quote, at, width })
    for (const box of boxes) mark(data, width, height, box)
    const top = Math.min(...boxes.map((box) => box.top))
    return { png: encodePng(data, width, height), ...(boxes.length > 0 ? { markedAt: Math.max(0, top / height) } : {}) }
  } finally {
    file.destroy()
    library.destroy()
  }
}

async function boxesOf(bytes: Uint8Array, number: number, { quote, at, width }: { quote: string; at: number; width: number }) {
  // pdf.js takes what it is given for its own, and no Buffer.
  const pdf = await openPdf(new Uint8Array(bytes))
  const page = await pdf.getPage(number)
  const items = (await page.getTextContent()).items as TextItem[]
  const unscaled = page.getViewport({ scale: 1 })
  // Of the same page in the same pixels: turned as its file says.
  const view = page.getViewport({ scale: width / unscaled.width })
  return marksOf(items, quote, at).map(({ left, right, bottom, top }): Box => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = view.convertToViewportRectangle([left, bottom, right, top]) as number[]
    return { left: Math.min(x1, x2), right: Math.max(x1, x2), top: Math.min(y1, y2), bottom: Math.max(y1, y2) }
  })
}

/** Multiplies, so that what is printed stays as dark as it was. */
function mark(rgba: Uint8Array, width: number, height: number, { left, top, right, bottom }: Box): void {
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, Math.ceil(bottom)); y++) {
    for (let x = Math.max(0, Math.floor(left) - 1); x < Math.min(width, Math.ceil(right) + 1); x++) {
      const i = (y * width + x) * 4
      for (let c = 0; c < 3; c++) rgba[i + c] = (rgba[i + c] ?? 0) * (YELLOW[c] ?? 1)
    }
  }
}

process.on('message', async (order: PictureOrder) => {
  process.send?.(await draw(order).catch((cause) => ({ failed: String(cause) })))
})
process.on('unhandledRejection', () => {})
