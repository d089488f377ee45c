/** zod issues to problems of our own, free of any language: the messages of both languages are made from them. */
import type { z } from 'zod'
import type { RequestProblem } from './errors.ts'

/** @param input what was judged, where the issues do not hold it themselves */
export function requestProblems(error: z.ZodError, input?: unknown): RequestProblem[] {
  return error.issues.flatMap((issue): RequestProblem[] => {
    const path = issue.path.join('.')
    const found = issue.input ?? issue.path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], input)
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), rule: 'unknown-field' }))
      case 'invalid_type':
        return [found === undefined && path !== '' ? { path, rule: 'required' } : { path, rule: 'type', expected: issue.expected }]
      case 'too_big':
        return [tooBig(path, issue)]
      case 'too_small':
        return issue.origin === 'array'
          ? [{ path, rule: 'too-few', expected: String(issue.minimum) }]
          : [{ path, rule: 'range', expected: `≥ ${issue.minimum}` }]
      case 'invalid_value':
        return [{ path, rule: 'choice', expected: issue.values.map((value) => JSON.stringify(value)).join(', ') }]
      case 'invalid_union':
        return [{ path, rule: 'type', expected: 'string | array' }]
      case 'custom':
        return [{ path, rule: issue.params?.rule === 'wordless' ? 'wordless' : 'blank' }]
      default:
        return [{ path, rule: 'type', expected: issue.code }]
    }
  })
}

function tooBig(path: string, { origin, maximum }: { origin: string; maximum: number | bigint }): RequestProblem {
  if (origin === 'string') return { path, rule: 'too-long', expected: String(maximum) }
  if (origin === 'array') return { path, rule: 'too-many', expected: String(maximum) }
  return { path, rule: 'range', expected: `≤ ${maximum}` }
}
