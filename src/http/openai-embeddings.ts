/** OpenAI's protocol for vectors, over the embedder that the index was made with. */
import { type Embedder, row } from '../embed/embedder.ts'
import { AppError } from '../errors.ts'
import { countPieces } from './openai-markdown.ts'
import type { EmbeddingsRequest, EmbeddingsResponse } from './openai-schemas.ts'

/** @throws AppError request-invalid for dimensions that the model does not have */
export async function toEmbeddings(request: EmbeddingsRequest, embedder: Embedder, signal: AbortSignal): Promise<EmbeddingsResponse> {
  const { input, dimensions, encoding_format, input_type } = request
  if (dimensions && dimensions !== embedder.dimensions)
    throw new AppError('request-invalid', { problems: [{ path: 'dimensions', rule: 'choice', expected: String(embedder.dimensions) }] })
  const texts = typeof input === 'string' ? [input] : input
  const vectors =
    input_type === 'question'
      ? await Promise.all(texts.map((text) => embedder.embedQuestion(text, signal)))
      : await embedder.embedPassages(texts, signal).then((matrix) => texts.map((_, i) => row(matrix, i)))
  const pieces = texts.reduce((sum, text) => sum + countPieces(text), 0)
  return {
    object: 'list',
    model: embedder.id,
    data: vectors.map((vector, index) => ({
      object: 'embedding',
      index,
      embedding: encoding_format === 'base64' ? toBase64(vector) : [...vector],
    })),
    usage: { prompt_tokens: pieces, total_tokens: pieces },
  }
}

function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * 4)
  for (const [i, value] of vector.entries()) bytes.writeFloatLE(value, i * 4)
  return bytes.toString('base64')
}
