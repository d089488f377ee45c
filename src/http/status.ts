/** The HTTP status of every error; a new code without one does not compile. Errors of the command line never travel: 500. */
import type { ErrorCode } from '../errors.ts'

export type ErrorStatus = 400 | 404 | 405 | 413 | 415 | 500 | 503

export const STATUS: Record<ErrorCode, ErrorStatus> = {
  'request-invalid': 400,
  'json-invalid': 400,
  'document-unknown': 404,
  'route-unknown': 404,
  'method-not-allowed': 405,
  'body-too-large': 413,
  'media-type-unsupported': 415,
  'index-not-ready': 503,
  'config-invalid': 500,
  'command-unknown': 500,
  'documents-missing': 500,
  'documents-empty': 500,
  'document-unreadable': 500,
  'document-not-text': 500,
  'document-encrypted': 500,
  'document-no-text': 500,
  'document-no-records': 500,
  'document-exceeds': 500,
  'document-not-file': 500,
  'document-too-large': 500,
  'model-missing': 500,
  'model-altered': 500,
  'index-damaged': 500,
  'index-foreign': 500,
  'index-unwritable': 500,
  'index-locked': 500,
  'native-missing': 500,
  'port-in-use': 500,
  'address-unavailable': 500,
  'prompt-invalid': 500,
  'evaluation-invalid': 500,
  internal: 500,
}
