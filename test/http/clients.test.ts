/** Other programs' own clients against the real server: OpenAI's, and that of the Model Context Protocol, over HTTP and over pipes. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../src/ask.ts'
import {
  type AskEvent,
  AskRequestSchema,
  type AskResponse,
  AskResponseSchema,
  type Citation,
  type SourceDocument,
} from '../../src/domain.ts'
import type { Engine } from '../../src/engine.ts'
import { completionChunks, markdownPieces } from '../../src/http/openai.ts'
import { countPieces, escapeMarkdown, Markdown } from '../../src/http/openai-markdown.ts'
import type { UrlCitation } from '../../src/http/openai-schemas.ts'
import { everyDocument } from '../../src/store/corpus.ts'
import { type Started, seedsEngine, start, temporary } from './server.ts'

let engine: Engine
let server: Started
beforeAll(async () => {
  engine = await seedsEngine()
  server = await start(engine)
})
afterAll(() => server.close())

interface WithAnswer {
  sourcier?: AskResponse
}
const openai = (apiKey = 'none', url = server.url): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 })
const ITQ = [{ role: 'user' as const, content: 'what is ITQ?' }]

/** Every link of an answer opens the place that its citation tells. */
async function expectCitations(content: string, answer: AskResponse): Promise<void> {
  expect(answer.citations.length).toBeGreaterThan(0)
  for (const { n, href, quote } of answer.citations) {
    expect(content).toContain(`[[${n}]](${server.url}${href}#cited)`)
    const page = await (await fetch(`${server.url}${href}`)).text()
    const mark = /<mark id="cited"[^>]*>([^<]*)<\/mark>/.exec(page)?.[1]
    expect(mark?.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&')).toBe(quote)
  }
}

describe('the openai client', () => {
  test('lists the model and gets an answer whose citations are links, annotations and fields', async () => {
    const models = await openai().models.list()
    expect(models.data.map(({ id }) => id)).toEqual(['sourcier'])
    expect((await openai().models.retrieve('sourcier')).id).toBe('sourcier')
    const completion = await openai().chat.completions.create({ model: 'sourcier', messages: ITQ, temperature: 0.2 })
    const { content, annotations = [] } = completion.choices[0]?.message ?? {}
    const answer = AskResponseSchema.parse((completion as WithAnswer).sourcier)
    await expectCitations(content as string, answer)
    expect(annotations.map(({ url_citation: { start_index, end_index } }) => content?.slice(start_index, end_index))).toEqual(
      answer.citations.map(({ n, href }) => `[[${n}]](${server.url}${href}#cited)`),
    )
  })

  test('streams the same answer sentence by sentence', async () => {
    const stream = await openai().chat.completions.create({
      model: 'sourcier',
      messages: ITQ,
      stream: true,
      stream_options: { include_usage: true },
    })
    let content = ''
    let answer: AskResponse | undefined
    let finish: string | null | undefined
    let usage: unknown
    const pieces: string[] = []
    for await (const chunk of stream) {
      const [choice] = chunk.choices
      if (choice?.delta.content) pieces.push(choice.delta.content)
      content += choice?.delta.content ?? ''
      finish = choice?.finish_reason ?? finish
      answer = (chunk as WithAnswer).sourcier ?? answer
      usage = chunk.usage ?? usage
    }
    const counted = { prompt_tokens: countPieces('what is ITQ?'), completion_tokens: countPieces(content) }
    const total_tokens = counted.prompt_tokens + counted.completion_tokens
    expect([finish, pieces.length, usage]).toEqual(['stop', 2, { ...counted, total_tokens }])
    await expectCitations(content, AskResponseSchema.parse(answer))
    const whole = await openai().chat.completions.create({ model: 'sourcier', messages: ITQ })
    expect(content).toBe(whole.choices[0]?.message.content)
  })

  test('a conversation is a history: links of earlier answers do not get in its way', async () => {
    const first = await openai().chat.completions.create({ model: 'sourcier', messages: [{ role: 'user', content: 'C’est quoi ITQ ?' }] })
    const messages = [
      { role: 'system' as const, content: 'You are a pirate.' },
      { role: 'user' as const, content: 'C’est quoi ITQ ?' },
      { role: 'assistant' as const, content: first.choices[0]?.message.content as string },
      { role: 'user' as const, content: [{ type: 'text' as const, text: 'Quand a-t-il été créé ?' }] },
    ]
    const { sourcier } = (await openai().chat.completions.create({ model: 'sourcier', messages })) as WithAnswer
    expect(sourcier?.understood).toContain('ITQ')
    expect(sourcier?.language).toBe('fr')
  })

  test('without an answer it says so, with the closest passages as links, in the language of the question', async () => {
    const { choices, ...rest } = await openai().chat.completions.create({
      model: 'sourcier',
      messages: [{ role: 'user', content: 'Qui a gagné la coupe Stanley en 1993 ?' }],
    })
    expect((rest as WithAnswer).sourcier?.answered).toBe(false)
    expect(choices[0]?.message.content).toContain('Passages les plus proches')
    expect(choices[0]?.message.content).toMatch(/- \[.*\]\(http:\/\/127\.0\.0\.1:\d+\/source\/[0-9a-f]{12}\?start=\d+&end=\d+#cited\)/)
  })

  test('errors are the client’s own, with a code and both languages', async () => {
    const asked = openai().chat.completions.create({ model: 'sourcier', messages: [{ role: 'user', content: '?' }] })
    await expect(asked).rejects.toMatchObject({ status: 400, code: 'request-invalid', param: 'messages.0.content' })
    await expect(asked).rejects.toThrow(/write your question in words.*écrivez votre question en mots/)
    const guarded = await start(engine, {}, { access: 'a-token-of-some-length' })
    await expect(openai('wrong', guarded.url).models.list()).rejects.toMatchObject({ status: 401, code: 'token-required' })
    expect((await openai('a-token-of-some-length', guarded.url).models.list()).data).toHaveLength(1)
    await guarded.close()
  })

  test('what a document says becomes no markup', () => {
    expect(escapeMarkdown('![x](http://e.example/?q=1) <img> *a* _b_ snake_case `c`')).toBe(
      '!\\[x\\](http://e.example/?q=1) \\<img\\> \\*a\\* \\_b\\_ snake_case \\`c\\`',
    )
    expect(escapeMarkdown('# Title\n- item\n1. one\nA (b) – c.')).toBe('\\# Title\n\\- item\n\\1. one\nA (b) – c.')
  })
})

describe.each(['streamable HTTP', 'standard input and output'])('the client of MCP, by %s', (way) => {
  let client: Client
  beforeAll(async () => {
    client = new Client({ name: 'test', version: '1.0.0' })
    const transport =
      way === 'streamable HTTP'
        ? new StreamableHTTPClientTransport(new URL(`${server.url}/mcp`))
        : new StdioClientTransport({
            command: 'node',
            args: ['bin/sourcier.mjs', 'mcp', '--reader', 'features', '--index', temporary()],
            stderr: 'inherit',
          })
    await client.connect(transport as Transport)
  })
  afterAll(() => client.close())

  test('three tools, each with the shape of what it gives', async () => {
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['ask', 'search', 'read_document'])
    for (const { outputSchema, description, annotations } of tools) {
      expect(outputSchema?.type).toBe('object')
      expect(description).toMatch(/\S \/ \S/)
      expect(annotations?.readOnlyHint).toBe(true)
    }
  })

  test('every document is a resource that can be read whole, and a prompt has a question answered', async () => {
    const { resources } = await client.listResources()
    const listed = (await (await fetch(`${server.url}/documents`)).json()) as { id: string; source: string; title: string }[]
    expect(resources.map(({ uri, name, title }) => [uri, name, title])).toEqual(
      listed.map(({ id, source, title }) => [`sourcier://documents/${id}`, source, title]),
    )
    const [first] = resources
    const { contents } = await client.readResource({ uri: first?.uri ?? '' })
    const { text } = (await (await fetch(`${server.url}/documents/${listed[0]?.id}`)).json()) as { text: string }
    expect(contents).toEqual([{ uri: first?.uri, mimeType: 'text/plain', text }])
    await expect(client.readResource({ uri: 'sourcier://documents/../../etc/passwd' })).rejects.toMatchObject({ code: -32002 })
    await expect(client.listResources({ cursor: '-1' })).rejects.toMatchObject({ code: -32602 })
    const { resourceTemplates } = await client.listResourceTemplates()
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['sourcier://documents/{id}'])
    const { prompts } = await client.listPrompts()
    expect(prompts.map(({ name }) => name)).toEqual(['ask_documents'])
    for (const [language, phrase] of Object.entries({ en: 'title of their source', fr: 'titre de leur source' })) {
      const { messages: said } = await client.getPrompt({ name: 'ask_documents', arguments: { question: 'C’est quoi ITQ ?', language } })
      expect(said[0]?.content).toMatchObject({ type: 'text', text: expect.stringMatching(new RegExp(`${phrase}[^]*C’est quoi ITQ \\?$`)) })
    }
  })

  test('it announces no messages that it never sends', () => {
    const { tools, resources, prompts } = client.getServerCapabilities() ?? {}
    expect([
      tools?.listChanged ?? false,
      resources?.listChanged ?? false,
      resources?.subscribe ?? false,
      prompts?.listChanged ?? false,
    ]).toEqual([false, false, false, false])
  })

  test('ask answers with spans, and read_document returns what stands there', async () => {
    const { structuredContent, content } = await client.callTool({ name: 'ask', arguments: { question: 'c’est quoi ITQ ?' } })
    const answer = AskResponseSchema.parse(structuredContent)
    expect([answer.answered, answer.language]).toEqual([true, 'fr'])
    const [citation] = answer.citations
    expect((content as { text: string }[])[0]?.text).toContain(citation?.quote)
    const { documentId: id, start, end } = citation as NonNullable<typeof citation>
    const read = await client.callTool({ name: 'read_document', arguments: { id, start, end } })
    expect(read.structuredContent).toMatchObject({ documentId: id, start, end, text: citation?.quote })
  })

  test('search finds across languages', async () => {
    const { structuredContent } = await client.callTool({ name: 'search', arguments: { query: 'cloud computing', limit: 3 } })
    const { passages } = structuredContent as { passages: { start: number; end: number; text: string; documentId: string }[] }
    expect(passages).toHaveLength(3)
    for (const { text, start, end } of passages) expect(text).toHaveLength(end - start)
  })

  test('what is wrong is reported in both languages, and the next call works', async () => {
    const unknown = await client.callTool({ name: 'read_document', arguments: { id: '../../etc/passwd' } })
    expect(unknown.isError).toBe(true)
    expect((unknown.content as { text: string }[])[0]?.text).toMatch(/^document-unknown: There is no document.* \/ Le document/)
    expect((await client.callTool({ name: 'ask', arguments: { question: '' } })).isError).toBe(true)
    expect((await client.callTool({ name: 'ask', arguments: { question: 'what is ITQ?' } })).isError).toBeUndefined()
  })
})

test('an answer that begins anew in a stream says so, and every annotation still lies on its link', async () => {
  const [first, second] = (await everyDocument(engine.corpus)) as [SourceDocument, SourceDocument]
  const citation = (n: number, documentId: string): Citation => ({
    ...{ n, documentId, source: 's', title: 'T', language: 'en', quote: 'q', start: 0, end: 1, verdict: 'exact' },
    href: `/source/${documentId}?start=0&end=1`,
  })
  const answer = await ask(AskRequestSchema.parse({ question: 'what is ITQ?' }), engine)
  const events: AskEvent[] = [
    { event: 'answer-start', data: { id: 'x', language: 'fr' } },
    { event: 'sentence', data: { text: 'Par un modèle.', citations: [1], newCitations: [citation(1, first.id)] } },
    { event: 'answer-restart', data: { notice: 'llm-rejected' } },
    { event: 'sentence', data: { text: 'Une citation.', citations: [1], newCitations: [citation(1, second.id)] } },
    { event: 'answer-end', data: { ...answer, notice: 'llm-rejected' } },
  ]
  let content = ''
  let annotations: UrlCitation[] = []
  const all = async function* () {
    yield* events
  }
  const markdown = new Markdown('http://localhost')
  const pieces = markdownPieces(all(), markdown)
  for await (const data of completionChunks(pieces, markdown, { promptPieces: 0, withUsage: false })) {
    if (data === '[DONE]') continue
    const { delta } = (JSON.parse(data) as { choices: [{ delta: { content?: string; annotations?: UrlCitation[] } }] }).choices[0]
    content += delta.content ?? ''
    annotations = delta.annotations ?? annotations
  }
  expect(content).toMatch(/^Par un modèle\. \[\[1\]\]\(\S+\)\n\nCe que le modèle .*\n\nUne citation\. \[\[1\]\]\(\S+\)$/)
  expect(
    annotations.map(({ url_citation: { start_index, end_index, url } }) => content.slice(start_index, end_index) === `[[1]](${url})`),
  ).toEqual([true, true])
})
