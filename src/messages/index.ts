/** The catalogue of a language. */
import type { Language } from '../domain.ts'
import type { AppError, ErrorCode, ErrorParams } from '../errors.ts'
import { asTyped } from './commands.ts'
import { en, type Messages } from './en.ts'
import { fr } from './fr.ts'

export { asTyped, type Messages }

const CATALOGUES: Record<Language, Messages> = { en, fr }

export function messages(language: Language): Messages {
  return CATALOGUES[language]
}

/** The sentence of an error. */
export function errorText(error: AppError, language: Language): string {
  const sentence = CATALOGUES[language].errors[error.code] as (params: ErrorParams[ErrorCode]) => string
  return asTyped(sentence(error.params)).replace(UNSEEN, (c) => `\\u${(c.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`)
}

/** The sentence of an error on a page: for whoever reads documents and writes questions, not for a program. */
export function pageErrorText(error: AppError, language: Language): string {
  const { errors } = CATALOGUES[language].page
  if (error.code === 'request-invalid') {
    const { problems } = (error as AppError<'request-invalid'>).params
    const [own] = problems.filter(({ path }) => path === 'question')
    if (own?.rule === 'blank' || own?.rule === 'required') return errors.blank
    if (own?.rule === 'wordless') return errors.wordless
    if (own?.rule === 'too-long') return errors.tooLong(Number(own.expected).toLocaleString(`${language}-CA`))
    return errors.form
  }
  const known: Partial<Record<ErrorCode, unknown>> = errors
  const sentence = known[error.code]
  return typeof sentence === 'string' ? sentence : errorText(error, language)
}

/** Names of files may hold what breaks a line or turns its direction: it is shown, not obeyed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
