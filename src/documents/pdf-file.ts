/** Opens PDF files with pdf.js; the one file that imports it. */
import { getDocumentProxy } from 'unpdf'
import { RefusedFormat } from './format.ts'
import type { Drawing } from './pdf-rules.ts'

/** Node 20 lacks what pdf.js shortens its buffers with; without it a page draws nothing. */
const buffers: ArrayBuffer & { transferToFixedLength?: (length?: number) => ArrayBuffer } = ArrayBuffer.prototype
buffers.transferToFixedLength ??= function (this: ArrayBuffer, length = this.byteLength): ArrayBuffer {
  const shortened = new ArrayBuffer(length)
  new Uint8Array(shortened).set(new Uint8Array(this, 0, Math.min(length, this.byteLength)))
  return shortened
}

/** A run of text on a page, as pdf.js gives it; `transform` maps its own units to points of the page. */
export interface TextItem {
  str?: string
  height?: number
  width?: number
  transform?: number[]
  fontName?: string
}

/** An open file, of which pages are asked for. */
export type PdfFile = Awaited<ReturnType<typeof getDocumentProxy>>

/** @throws RefusedFormat encrypted */
export async function openPdf(bytes: Uint8Array): Promise<PdfFile> {
  try {
    return await getDocumentProxy(bytes, {
      isEvalSupported: false,
      stopAtErrors: false,
      verbosity: 0,
      disableFontFace: true,
      // What a page draws is asked for its lines; its pictures are not unpacked for that.
      maxImageSize: 1,
    })
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'PasswordException') throw new RefusedFormat('encrypted')
    throw thrown
  }
}

/** What a page draws, without its pictures; nothing where that fails. */
export async function drawingOf(page: Awaited<ReturnType<PdfFile['getPage']>>): Promise<Drawing> {
  return page.getOperatorList().catch(() => ({ fnArray: [], argsArray: [] }))
}
