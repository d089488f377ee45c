/** A typed client of POST /ask: every citation is checked against the document once more. Start a server first: npx sourcier */
import { type AskRequest, AskResponseSchema, DocumentTextSchema, ErrorBodySchema } from 'sourcier/schemas'

const server = process.argv[2] ?? 'http://127.0.0.1:8787'

async function ask(request: Pick<AskRequest, 'question'> & Partial<AskRequest>) {
  const response = await fetch(`${server}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const body: unknown = await response.json()
  if (!response.ok) {
    const { code, message } = ErrorBodySchema.parse(body).error
    throw new Error(`${code}: ${message.en} / ${message.fr}`)
  }
  return AskResponseSchema.parse(body)
}

const { answer, citations } = await ask({ question: 'C’est quoi ITQ ?' })
console.log(answer)
for (const { n, documentId, start, end, quote } of citations) {
  const { text } = DocumentTextSchema.parse(await (await fetch(`${server}/documents/${documentId}`)).json())
  console.log(`[${n}] ${text.slice(start, end) === quote ? 'word for word' : 'NOT THERE'}`)
}
