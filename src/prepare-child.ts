/** The process that prepares documents: a file in, what an index takes in of it out. It has models of its own; what a parser made of the file comes with it. */
import type { Reply } from './documents/format.ts'
import { readDocument } from './documents/read.ts'
import type { Models } from './embed/embedder.ts'
import { openModels } from './embed/open.ts'
import { causeText, isAppError } from './errors.ts'
import { embedDocument, type PrepareOrder, type PrepareReply, prepare } from './prepare.ts'
import { journalLine } from './store/journal.ts'

/** Of a file that needs a parser. */
const NOT_PARSED: Reply = { failed: 'not parsed' }

let models: Promise<Models> | undefined

async function replyTo({ file, parsed, modelFolder, fingerprint }: PrepareOrder): Promise<PrepareReply> {
  try {
    models ??= openModels(modelFolder)
    const { embedder } = await models
    if (embedder.fingerprint !== fingerprint) return { failed: `another model is in ${modelFolder} than before` }
    const record = await embedDocument(await readDocument(file, { parse: async () => parsed ?? NOT_PARSED, close: () => {} }), embedder)
    const { encoded, forms, words } = prepare(record)
    return { encoded, forms, words: words.map(({ form }) => form).join('\n'), line: journalLine(record) }
  } catch (thrown) {
    return isAppError(thrown) ? { code: thrown.code, params: thrown.params } : { failed: causeText(thrown) }
  }
}

process.on('message', async (order: PrepareOrder) => process.send?.(await replyTo(order)))
