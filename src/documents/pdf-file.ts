/** Opens PDF files with pdf.js; the one file that imports it. */
import { getDocumentProxy } from 'unpdf'
import { RefusedFormat } from './format.ts'

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
    return await getDocumentProxy(bytes, { isEvalSupported: false, stopAtErrors: false, verbosity: 0, disableFontFace: true })
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'PasswordException') throw new RefusedFormat('encrypted')
    throw thrown
  }
}
