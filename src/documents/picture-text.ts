/** Pictures and scanned pages in, text out: recognised, then put in order as the pages of any other document are. */
import { openDrawn } from './drawn.ts'
import { type ReadText, RefusedFormat } from './format.ts'
import { composePages, readPdf } from './pdf.ts'
import { type RecognisedPage, recogniser, toPage, toPnm } from './scan.ts'

/** Pixels a point of a picture whose size on paper nobody knows. */
const SCALE = 150 / 72
/** Pages of one file that are recognised: each takes seconds. */
const PAGES_MOST = 200

/** A photograph or a scan. */
export async function readPicture(bytes: Uint8Array): Promise<ReadText> {
  const lines = await recogniser.recognise(bytes)
  const page = toPage(lines, { scale: SCALE, height: Math.max(0, ...lines.map(({ bottom }) => bottom)) })
  if (page.items.length === 0) throw new RefusedFormat('no-text', 1)
  return { ...composePages([page.items]), ...factsOf([page]) }
}

/** A PDF of which some pages, or all, have no text of their own. */
export async function readPdfWithScans(bytes: Uint8Array): Promise<ReadText> {
  const recognised: RecognisedPage[] = []
  let drawn: ReturnType<typeof openDrawn> | undefined
  try {
    const read = await readPdf(new Uint8Array(bytes), async (number) => {
      if (recognised.length >= PAGES_MOST) return []
      drawn ??= openDrawn(new Uint8Array(bytes))
      const { rgba, width, height, scale } = await (await drawn).draw(number)
      const page = toPage(await recogniser.recognise(toPnm(rgba, width, height)), { scale, height })
      recognised.push(page)
      return page.items
    })
    if (recognised.every(({ items }) => items.length === 0)) return read
    const facts = factsOf(recognised)
    return { ...read, ...facts, warnings: [...new Set([...(read.warnings ?? []), ...facts.warnings])] }
  } finally {
    ;(await drawn)?.close()
  }
}

function factsOf(pages: readonly RecognisedPage[]): { warnings: ('recognised-text' | 'left-out-parts')[]; recognition: number } {
  const characters = pages.reduce((sum, page) => sum + page.characters, 0)
  const sum = pages.reduce((total, { confidence, characters: own }) => total + confidence * own, 0)
  return {
    warnings: ['recognised-text', ...(pages.some(({ doubtful }) => doubtful) ? (['left-out-parts'] as const) : [])],
    recognition: Math.round((100 * sum) / Math.max(1, characters)) / 100,
  }
}
