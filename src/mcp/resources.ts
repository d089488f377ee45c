/** Documents as resources, so that a client can show a list of them and attach one; read whole, unlike by `read_document`. */
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import {
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js'
import type { DocumentSummary, SourceDocument } from '../domain.ts'
import { AppError } from '../errors.ts'
import { errorText, messages } from '../messages/index.ts'

export interface ResourceBackend {
  document(id: string): Promise<SourceDocument | undefined>
  /** Every document, in the order of their sources. */
  documents(): AsyncIterable<Pick<DocumentSummary, 'id' | 'source' | 'title' | 'language' | 'date'>>
}

const ROOT = 'sourcier://documents/'
/** Resources of one page of the list. */
const PAGE = 100
/** Of the protocol. */
const NOT_FOUND = -32002
const INVALID = -32602
const MIME_TYPE = 'text/plain'

export function addResources(server: McpServer, { document, documents }: ResourceBackend): void {
  const { server: protocol } = server
  // They change with the index, of which a server without sessions can tell nobody.
  protocol.registerCapabilities({ resources: {} })
  protocol.setRequestHandler(ListResourcesRequestSchema, async ({ params }) => {
    const from = startOf(params?.cursor)
    const resources = []
    let place = 0
    for await (const { id, source, title, language, date } of documents()) {
      if (place++ < from) continue
      if (resources.length === PAGE) return { resources, nextCursor: String(from + PAGE) }
      resources.push({
        uri: ROOT + id,
        name: source,
        title,
        description: [languageName(language), date].filter(Boolean).join(' · '),
        mimeType: MIME_TYPE,
      })
    }
    return { resources }
  })
  protocol.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      {
        uriTemplate: `${ROOT}{id}`,
        name: 'document',
        title: `${messages('en').mcp.resource} / ${messages('fr').mcp.resource}`,
        mimeType: MIME_TYPE,
      },
    ],
  }))
  protocol.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    const id = uri.startsWith(ROOT) ? uri.slice(ROOT.length) : ''
    const found = id === '' ? undefined : await document(id)
    if (!found) {
      const error = new AppError('document-unknown', { id: uri.slice(0, 60) })
      throw new McpError(NOT_FOUND, `${errorText(error, 'en')} / ${errorText(error, 'fr')}`, { uri })
    }
    return { contents: [{ uri, mimeType: MIME_TYPE, text: found.text }] }
  })
}

/** @throws McpError for a cursor that no list of ours gave */
function startOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0
  if (!/^[1-9]\d{0,8}$/.test(cursor)) throw new McpError(INVALID, 'cursor')
  return Number(cursor)
}

function languageName(language: DocumentSummary['language']): string {
  return { en: 'English', fr: 'Français' }[language]
}
