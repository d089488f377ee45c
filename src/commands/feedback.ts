/** `feedback`: prints what was kept, as candidates for the evaluation set (JSON Lines). */
import { AppError } from '../errors.ts'
import { openFeedback, toCandidates } from '../feedback.ts'
import type { Command, Invocation } from './command.ts'

export const feedbackCommand: Command = {
  script: 'npm run feedback --',
  flags: [],
  summary: ({ feedback }) => feedback,
  examples: () => ['npm run feedback', 'npm run --silent feedback > candidates.jsonl'],
  run,
}

async function run({ config }: Invocation): Promise<number> {
  if (config.feedback === 'none') throw new AppError('feedback-off', {})
  for (const candidate of toCandidates(await openFeedback(config.feedback).read())) process.stdout.write(`${JSON.stringify(candidate)}\n`)
  return 0
}
