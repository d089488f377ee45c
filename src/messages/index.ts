/** The catalogue of a language. */
import type { Language } from '../domain.ts'
import type { AppError, ErrorCode, ErrorParams } from '../errors.ts'
import { en, type Messages } from './en.ts'
import { fr } from './fr.ts'

export type { Messages }

const CATALOGUES: Record<Language, Messages> = { en, fr }

export function messages(language: Language): Messages {
  return CATALOGUES[language]
}

/** The sentence of an error. */
export function errorText(error: AppError, language: Language): string {
  const sentence = CATALOGUES[language].errors[error.code] as (params: ErrorParams[ErrorCode]) => string
  return sentence(error.params)
}
