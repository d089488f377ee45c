/** POST /feedback: from a program or the page's script as JSON, from the page without script as a form. */
import type { Context } from 'hono'
import { type FeedbackRequest, FeedbackRequestSchema, LANGUAGES } from '../domain.ts'
import { AppError } from '../errors.ts'
import type { Feedback } from '../feedback.ts'
import { requestProblems } from '../problems.ts'
import { ThanksPage } from '../ui/feedback.tsx'
import type { AppEnv, Shared } from './env.ts'
import { acceptedLanguage } from './language.ts'

export type FeedbackForm = Record<string, string | string[]>

/** @throws AppError feedback-off */
export function keptFeedback({ feedback }: Shared): Feedback {
  if (!feedback) throw new AppError('feedback-off', {})
  return feedback
}

export async function handleFeedback(
  c: Context<AppEnv>,
  { request, form }: { request?: FeedbackRequest; form?: FeedbackForm },
  shared: Shared,
): Promise<Response> {
  const feedback = keptFeedback(shared)
  const said = request ?? fromForm(form ?? {})
  const known = shared.gave(said.answerId)
  const redacted = await feedback.keep(said, shared.engine().corpus, known)
  shared.metrics.feedback(said.rating)
  if (request) return c.json({ kept: true as const, known, redacted }, 200)
  const ui = LANGUAGES.find((language) => language === form?.ui) ?? acceptedLanguage(c.req.header('accept-language')) ?? 'en'
  return c.html(<ThanksPage language={ui} redacted={redacted.length > 0} />)
}

/** Empty fields of a form count as absent. @throws AppError request-invalid */
function fromForm(form: FeedbackForm): FeedbackRequest {
  const { ui: _, citations, answered, ...fields } = form
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''))
  const parsed = FeedbackRequestSchema.safeParse(
    { ...given, ...(citations ? { citations: parsedJson(citations) } : {}), ...(answered ? { answered: answered === 'true' } : {}) },
    { reportInput: true },
  )
  if (!parsed.success) throw new AppError('request-invalid', { problems: requestProblems(parsed.error) }, { cause: parsed.error })
  return parsed.data
}

function parsedJson(field: string | string[]): unknown {
  try {
    return JSON.parse(String(field))
  } catch {
    return field
  }
}
