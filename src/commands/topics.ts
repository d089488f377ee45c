/** The operator's file of topics that are replied to and not looked up. */
import { readFile } from 'node:fs/promises'
import { AppError } from '../errors.ts'
import { type OwnTopic, TopicsFileSchema } from '../understand/understand.ts'

/** @param file path, or `none` @throws AppError topics-invalid */
export async function loadTopics(file: string): Promise<OwnTopic[]> {
  if (file === 'none') return []
  const invalid = (problem: string, cause?: unknown): AppError => new AppError('topics-invalid', { file, problem }, { cause })
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw invalid('missing', cause)
  })
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw invalid('JSON', cause)
  }
  const parsed = TopicsFileSchema.safeParse(value)
  if (parsed.success) return parsed.data.topics
  const [issue] = parsed.error.issues
  throw invalid(issue ? `${issue.path.join('.')}: ${issue.message}` : '', parsed.error)
}
