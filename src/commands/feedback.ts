/** `feedback`: prints what was kept, as candidates for the evaluation set (JSON Lines). */
import { AppError } from '../errors.ts'
import { openFeedback, toCandidates } from '../feedback.ts'
import type { Invocation } from './command.ts'

export async function run({ config }: Invocation): Promise<number> {
  if (config.feedback === 'none') throw new AppError('feedback-off', {})
  for (const candidate of toCandidates(await openFeedback(config.feedback).read())) process.stdout.write(`${JSON.stringify(candidate)}\n`)
  return 0
}
