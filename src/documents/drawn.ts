/** Pages of a PDF drawn for recognition, by PDFium compiled to WebAssembly. */
import { PDFiumLibrary } from '@hyzyla/pdfium'

/** Dots an inch that Tesseract reads best at, in points of a PDF; and a bound on pages of any size. */
const SCALE = 300 / 72
const PIXELS_MOST = 12_000_000

export interface DrawnPage {
  /** Four bytes a pixel, row by row from the top. */
  rgba: Uint8Array
  width: number
  height: number
  /** Pixels a point. */
  scale: number
}

export interface DrawnFile {
  /** @param page from 1 */
  draw(page: number): Promise<DrawnPage>
  close(): void
}

export async function openDrawn(bytes: Uint8Array): Promise<DrawnFile> {
  const library = await PDFiumLibrary.init()
  const file = await library.loadDocument(bytes)
  return {
    async draw(page) {
      const sheet = file.getPage(page - 1)
      const { originalWidth, originalHeight } = sheet.getOriginalSize()
      const scale = Math.min(SCALE, Math.sqrt(PIXELS_MOST / (originalWidth * originalHeight)))
      const { data, width, height } = await sheet.render({ scale, render: 'bitmap' })
      return { rgba: data, width, height, scale }
    },
    close() {
      file.destroy()
      library.destroy()
    },
  }
}
