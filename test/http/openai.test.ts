/** OpenAI's protocol as clients use it: responses, vectors, limits, what is refused, long conversations, and requests between questions. */
import OpenAI from 'openai'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AskResponse, AskResponseSchema, type Citation } from '../../src/domain.ts'
import { dot } from '../../src/embed/embedder.ts'
import type { Engine } from '../../src/engine.ts'
import { countPieces, Markdown } from '../../src/http/openai-markdown.ts'
import { taskOf } from '../../src/http/openai-tasks.ts'
import { type Started, seedsEngine, start } from './server.ts'

let engine: Engine
let server: Started
let client: OpenAI
beforeAll(async () => {
  engine = await seedsEngine()
  server = await start(engine)
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: 'none', maxRetries: 0 })
})
afterAll(() => server.close())

interface WithAnswer {
  sourcier?: AskResponse
}
const user = (content: string) => ({ role: 'user' as const, content })
const assistant = (content: string) => ({ role: 'assistant' as const, content })
const chat = (messages: OpenAI.ChatCompletionMessageParam[], more: object = {}) =>
  client.chat.completions.create({ model: 'sourcier', messages, ...more, stream: false })

describe('responses', () => {
  test('an answer with annotations on its links, counted', async () => {
    const response = await client.responses.create({ model: 'sourcier', input: 'C’est quoi ITQ ?' })
    const { citations } = AskResponseSchema.parse((response as WithAnswer).sourcier)
    expect(citations.length).toBeGreaterThan(0)
    const [item] = response.output
    const part = item?.type === 'message' ? item.content[0] : undefined
    if (part?.type !== 'output_text') throw new Error('no text')
    const links = citations.map(({ n, href }) => `[[${n}]](${server.url}${href}#cited)`)
    expect(part.annotations.map((own) => own.type === 'url_citation' && part.text.slice(own.start_index, own.end_index))).toEqual(links)
    expect([response.status, response.output_text]).toEqual(['completed', part.text])
    expect(response.usage).toMatchObject({ input_tokens: countPieces('C’est quoi ITQ ?'), output_tokens: countPieces(part.text) })
  })

  test('the stream says the same in the protocol’s order, each event numbered', async () => {
    const stream = await client.responses.create({ model: 'sourcier', input: [user('what is ITQ?')], stream: true })
    const types: string[] = []
    let text = ''
    let place = 0
    let last: OpenAI.Responses.Response | undefined
    for await (const event of stream) {
      expect(event.sequence_number).toBe(place++)
      if (types.at(-1) !== event.type) types.push(event.type)
      if (event.type === 'response.output_text.delta') text += event.delta
      if (event.type === 'response.completed') last = event.response
    }
    expect(types.slice(0, 4)).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
    ])
    expect(types.slice(-4)).toEqual([
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ])
    expect(types).toContain('response.output_text.annotation.added')
    const whole = await client.responses.create({ model: 'sourcier', input: 'what is ITQ?' })
    const textOf = (response: OpenAI.Responses.Response | undefined) =>
      response?.output.flatMap((item) => (item.type === 'message' ? item.content : [])).map((part) => 'text' in part && part.text)
    expect([textOf(last), [text]]).toEqual([textOf(whole), textOf(whole)])
    expect((last as WithAnswer).sourcier?.answered).toBe(true)
  })

  test('a conversation is sent whole; one that is kept elsewhere is refused', async () => {
    const input = [user('C’est quoi ITQ ?'), assistant('L’Institut de technologie.'), user('Quand a-t-il été créé ?')]
    const response = await client.responses.create({ model: 'sourcier', instructions: 'Be brief.', input })
    expect((response as WithAnswer).sourcier?.understood).toContain('ITQ')
    const asked = client.responses.create({ model: 'sourcier', input: 'what is ITQ?', previous_response_id: 'resp_1' })
    await expect(asked).rejects.toMatchObject({ status: 400, code: 'request-invalid', param: 'previous_response_id' })
    const empty = client.responses.create({ model: 'sourcier', instructions: 'Be brief.', input: [user('?')] })
    await expect(empty).rejects.toMatchObject({ param: 'input.0.content' })
  })
})

describe('embeddings', () => {
  test('the vectors of the index’s own model, as floats and as the client’s own base64', async () => {
    const input = ['The lighthouse was built in 1871.', 'Le phare a été construit en 1871.', 'Parental leave for public servants.']
    // Without a format, the client asks for base64 and decodes it.
    const decoded = await client.embeddings.create({ model: 'sourcier', input })
    const floats = await client.embeddings.create({ model: 'sourcier', input, encoding_format: 'float' })
    const own = await engine.embedder.embedPassages(input)
    for (const { data, model } of [decoded, floats]) {
      expect([model, data.map(({ index }) => index)]).toEqual([engine.embedder.id, [0, 1, 2]])
      expect(data.flatMap(({ embedding }) => embedding)).toEqual([...own.data])
    }
    const [en = [], fr = [], other = []] = floats.data.map(({ embedding }) => embedding)
    expect(dot(en, fr)).toBeGreaterThan(dot(en, other))
    expect(floats.usage.prompt_tokens).toBe(input.reduce((sum, text) => sum + countPieces(text), 0))
  })

  test('other dimensions, tokens and nothing at all are refused', async () => {
    const own = { model: 'sourcier', input: 'a text', dimensions: engine.embedder.dimensions }
    expect((await client.embeddings.create(own)).data).toHaveLength(1)
    for (const [more, param] of [
      [{ dimensions: 7 }, 'dimensions'],
      [{ input: [1, 2, 3] }, 'input'],
      [{ input: '' }, 'input'],
    ] as const) {
      const asked = client.embeddings.create({ ...own, ...(more as object) })
      await expect(asked).rejects.toMatchObject({ status: 400, code: 'request-invalid', param })
    }
  })
})

test('several questions: each stands above its answer, streamed or not', async () => {
  const messages = [user('What is ITQ? How do penguins *hatch*?')]
  const whole = (await chat(messages)).choices[0]?.message.content ?? ''
  expect(whole).toMatch(/^\*\*What is ITQ\?\*\*\n\n.+\[\[1\]\]\([\s\S]+\n\n\*\*How do penguins \\\*hatch\\\*\?\*\*\n\n(?!.*\[\[)/)
  let streamed = ''
  const stream = await client.chat.completions.create({ model: 'sourcier', messages, stream: true })
  for await (const { choices } of stream) streamed += choices[0]?.delta.content ?? ''
  expect(streamed).toBe(whole)
})

test('a chat of no messages is told to ask, not to leave out what is required', async () => {
  const message = expect.stringMatching(/put your question into it.*mettez-y votre question/s)
  await expect(chat([])).rejects.toMatchObject({ status: 400, code: 'request-invalid', param: 'messages', message })
})

test.each([
  [{ n: 2 }, 'n'],
  [{ response_format: { type: 'json_object' } }, 'response_format.type'],
  [{ tool_choice: 'required' }, 'tool_choice'],
  [{ tool_choice: { type: 'function', function: { name: 'f' } } }, 'tool_choice'],
  [{ modalities: ['audio'] }, 'modalities.0'],
])('what cannot be done is refused, not ignored: %j', async (more, param) => {
  await expect(chat([user('what is ITQ?')], more)).rejects.toMatchObject({ status: 400, code: 'request-invalid', param })
})

test('… and what changes nothing is let through (negative control)', async () => {
  const tools = [{ type: 'function', function: { name: 'f', parameters: {} } }]
  const more = { n: 1, response_format: { type: 'text' }, tools, tool_choice: 'auto', temperature: 1, seed: 7, user: 'u', logit_bias: {} }
  expect((await chat([user('what is ITQ?')], more)).choices).toHaveLength(1)
})

test('what other versions of a document say stands in the text, with its source', () => {
  const citation = { n: 2, href: '/source/b?start=0&end=9', title: 'Policy 2022' } as Citation
  const markdown = new Markdown('http://here')
  markdown.sentence('A night costs 14 dollars.', [])
  markdown.versions({ versions: [{ text: 'The 2022 version says: “12 dollars.”', citation }] })
  expect(markdown.text).toContain('\n\nThe 2022 version says: “12 dollars.” [[2]](http://here/source/b?start=0&end=9#cited)')
  const alone = new Markdown('http://here')
  expect(alone.versions({})).toBe('')
})

test('max_tokens ends an answer between two sentences; the first is always whole', async () => {
  const question = [user('Qui a gagné la coupe Stanley en 1993 ?')]
  const whole = await chat(question)
  const { content } = whole.choices[0]?.message ?? {}
  expect(whole.choices[0]?.finish_reason).toBe('stop')
  const least = await chat(question, { max_tokens: 1 })
  const short = least.choices[0]?.message.content ?? ''
  expect([least.choices[0]?.finish_reason, content?.startsWith(`${short}\n\n`), short.endsWith('.')]).toEqual(['length', true, true])
  const enough = await chat(question, { max_completion_tokens: whole.usage?.completion_tokens })
  expect([enough.choices[0]?.message.content, enough.choices[0]?.finish_reason]).toEqual([content, 'stop'])
  const response = await client.responses.create({ model: 'sourcier', input: question, max_output_tokens: 1 })
  expect([response.status, response.incomplete_details, response.output_text]).toEqual([
    'incomplete',
    { reason: 'max_output_tokens' },
    short,
  ])
})

test('of a long conversation the last turns count; one beyond the limit of a body is refused', async () => {
  const turn = [user('Where is the harbour?'), assistant('At the lake. '.repeat(20))]
  const long = Array.from({ length: 300 }, () => turn).flat()
  const messages = [...long, user('C’est quoi ITQ ?'), assistant('L’Institut.'), user(''), assistant('…'), user('Quand a-t-il été créé ?')]
  const { sourcier } = (await chat(messages)) as WithAnswer
  expect(sourcier?.understood).toContain('ITQ')
  await expect(chat([...long, ...long, ...long, user('what is ITQ?')])).rejects.toMatchObject({ status: 413 })
})

describe('between two questions', () => {
  const conversation = '<chat_history>\nUSER: what is ITQ?\nASSISTANT: An institute.\n</chat_history>'
  const TITLE =
    '### Task:\nGenerate a concise, 3-5 word title with an emoji summarizing the chat history.\n### Output:\nJSON format: { "title": "your concise title here" }\n### Chat History:\n'
  const TAGS =
    '### Task:\nGenerate 1-3 broad tags categorizing the main themes of the chat history, along with 1-3 more specific subtopic tags.\n### Output:\nJSON format: { "tags": ["tag1", "tag2"] }\n### Chat History:\n'
  const FOLLOW_UPS =
    '### Task:\nSuggest 3-5 relevant follow-up questions or prompts that the user might naturally ask next in this conversation, based on the chat history.\n### Output:\nJSON format: { "follow_ups": ["Question 1?"] }\n### Chat History:\n'
  const textOf = async (messages: OpenAI.ChatCompletionMessageParam[]): Promise<string> =>
    (await chat(messages)).choices[0]?.message.content ?? ''

  test('a title, tags and questions that could follow are made by rule, as the client reads them', async () => {
    expect(JSON.parse(await textOf([user(TITLE + conversation)]))).toEqual({ title: 'What is ITQ' })
    expect(JSON.parse(await textOf([user(TAGS + conversation)]))).toEqual({ tags: ['ITQ'] })
    const { follow_ups: questions } = JSON.parse(await textOf([user(FOLLOW_UPS + conversation)])) as { follow_ups: string[] }
    expect(questions.length).toBeGreaterThan(0)
    for (const question of questions) expect(((await chat([user(question)])) as WithAnswer).sourcier?.answered, question).toBe(true)
  })

  test.each([
    ['Please generate a four to five word title summarizing our conversation without any lead-in, punctuation, or quotation marks.'],
    ['Provide a concise, 5-word-or-less title for the conversation, using its same language. Only return the title itself.'],
    ['Summarize the conversation in a short title of at most 6 words.'],
    ['Rédige un titre court pour cette conversation, sans ponctuation.'],
  ])('a title in words alone, of the conversation before: %s', async (instruction) => {
    expect(await textOf([user('C’est quoi ITQ ?'), assistant('Un institut.'), user(instruction)])).toBe('C’est quoi ITQ')
  })

  test('streamed too, and as a response', async () => {
    const stream = await client.chat.completions.create({ model: 'sourcier', messages: [user(TITLE + conversation)], stream: true })
    let content = ''
    for await (const { choices } of stream) content += choices[0]?.delta.content ?? ''
    expect(JSON.parse(content)).toEqual({ title: 'What is ITQ' })
    expect((await client.responses.create({ model: 'sourcier', input: TITLE + conversation })).output_text).toBe(content)
  })

  test.each([
    ['What is the title of the conversation guide?'],
    ['Give me the title of the report on chat services.'],
    ['What tags do dogs need?'],
    ['Give the title of the discussion paper on housing.'],
    ['Quel est le titre du document sur la conversation ?'],
    ['How do I follow up on a request about the chat?'],
    ['Provide the conditions for a search query permit.'],
  ])('a question is none of these (negative controls): %s', (question) => {
    expect(taskOf([{ role: 'user', text: question }])).toBeUndefined()
  })
})
