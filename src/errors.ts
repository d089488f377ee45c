/**
 * Errors are data: a stable code and its parameters. The sentences are in `messages/`, the HTTP statuses in `http/status.ts`,
 * both keyed by `ErrorCode`, so that a new code without its French sentence or its status does not compile.
 */

/** What is wrong with a file: nothing is in it, its end is missing, it is of another kind than its name says, or it contradicts itself. */
export type Damage = 'empty' | 'cut-off' | 'other-kind' | 'structure'

export interface ErrorParams {
  'config-invalid': { problems: readonly ConfigProblem[] }
  /** Of standard output. */
  'output-unwritable': { cause: string }
  'command-unknown': { command: string; meant?: string | undefined }
  'documents-missing': { folder: string }
  'documents-empty': { folder: string }
  'document-unreadable': { source: string; cause: string }
  /** A reader of its format gave up. */
  'document-damaged': { source: string; cause: string; damage?: Damage }
  /** Files of kinds that no reader takes, the most frequent kinds first; a kind is an ending with its dot, '' for none. */
  'documents-unread': { files: number; kinds: readonly { kind: string; files: number }[] }
  'document-not-text': { source: string }
  'document-encrypted': { source: string }
  /** `pages` is 0 where the format has none; a document of pages without text was scanned. */
  'document-no-text': { source: string; pages: number }
  'document-no-records': { source: string }
  'document-exceeds': { source: string; limit: 'memory' | 'time' | 'unpacked' | 'text' }
  'document-not-file': { source: string; kind: 'link' | 'other' }
  'document-too-large': { source: string; bytes: number; limit: number }
  'model-missing': { file: string }
  'model-altered': { file: string }
  'model-invalid': { folder: string; cause: string }
  'index-damaged': { file: string; problem: 'missing' | 'size' | 'checksum' | 'unreadable' }
  'index-foreign': { field: string; expected: string; found: string }
  'index-not-ready': Record<string, never>
  'index-unwritable': { folder: string; cause: string }
  'index-locked': { pid: number; host: string; since: string }
  /** `created`: when the index that answers was made, ISO 8601. */
  'index-outdated': { created: string }
  'rebuild-ended': { cause: string }
  'changes-waiting': { files: number; seconds: number }
  /** `database` without user and password. */
  'database-unreachable': { database: string; cause: string }
  /** Another indexer: `process` is the server's number for its connection. */
  'database-locked': { database: string; process: number; since: string }
  'database-unfit': { database: string; problem: string }
  'native-missing': { cause: string }
  'llm-invalid': { found: string; providers: string }
  'llm-silent': { model: string }
  /** `install` is the command that brings the packages of text recognition. */
  'ocr-package-missing': { install: string }
  'llm-package-missing': { provider: string; install: string }
  'port-in-use': { host: string; port: number }
  'address-unavailable': { host: string; port: number; cause: string }
  'prompt-invalid': { file: string; problem: string }
  'topics-invalid': { file: string; problem: string }
  'evaluation-invalid': { file: string; problem: string }
  'request-invalid': { problems: readonly RequestProblem[] }
  'json-invalid': Record<string, never>
  'body-too-large': { limit: number }
  /** `wanted` is JSON when left out. */
  'media-type-unsupported': { found: string; wanted?: string }
  'document-unknown': { id: string }
  /** Ids or names that no document has, at most ten; nothing was looked up. */
  'documents-unknown': { names: readonly string[] }
  'original-gone': { source: string }
  /** `pages` is 0 for a document that has no pages to be drawn. */
  'page-unknown': { page: string; pages: number }
  'upload-off': Record<string, never>
  'upload-empty': Record<string, never>
  'upload-name': { name: string }
  /** Its ending with the dot, '' for none. */
  'upload-kind': { name: string; kind: string }
  /** Bytes of a file, or of a request. */
  'upload-too-large': { limit: number }
  'upload-exists': { name: string }
  'upload-unwritable': { cause: string }
  'page-not-drawn': { source: string; page: number }
  'host-not-allowed': { host: string }
  'origin-not-allowed': Record<string, never>
  'token-required': Record<string, never>
  'admin-off': Record<string, never>
  'rate-limited': { limit: number; seconds: number }
  overloaded: Record<string, never>
  stopping: Record<string, never>
  'feedback-off': Record<string, never>
  /** `file` for its operator, who named it. */
  'feedback-unwritable': { cause: string; file?: string }
  'http-malformed': Record<string, never>
  'headers-too-large': Record<string, never>
  'request-timeout': Record<string, never>
  'index-missing': { folder: string }
  'node-old': { found: string; needed: string }
  'disk-low': { folder: string; mebibytes: number }
  exposed: { host: string }
  'route-unknown': { path: string }
  'method-not-allowed': { method: string; allowed: string }
  internal: { id: string }
}

export type ErrorCode = keyof ErrorParams

/** What the value of a setting must be. */
export type SettingRule =
  | 'port'
  | 'whole'
  | 'text'
  | 'choice'
  | 'share'
  | 'seconds'
  | 'count'
  | 'origins'
  | 'addresses'
  | 'path'
  | 'hosts'
  | 'database'
  | 'token'

/** One bad setting. `rule` is what the value must satisfy, already free of any language. */
export interface ConfigProblem {
  setting: string
  flag: string
  found: string
  /** The flag that was probably meant. */
  meant?: string | undefined
  rule: SettingRule | 'unknown-flag' | 'missing-value' | 'unexpected-argument'
  choices?: readonly string[]
  range?: string
}

/** One bad field of a request. `path` is the dotted name of the field ('' for the body as a whole). */
export interface RequestProblem {
  path: string
  rule: 'required' | 'type' | 'blank' | 'wordless' | 'too-long' | 'too-few' | 'too-many' | 'choice' | 'range' | 'unknown-field'
  expected?: string
}

/** An error shown to a person: `code` is stable, `params` fill the sentence. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C
  readonly params: ErrorParams[C]

  constructor(code: C, params: ErrorParams[C], options?: { cause?: unknown }) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.params = params
  }
}

/** `instanceof` alone would widen the code to any. */
export function isAppError(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError
}

/** The code of an error of Node, such as `ENOENT`; undefined for any other thrown value. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined
}

/** A short text for any thrown value; for the parameters of an AppError, never for a response. */
export function causeText(thrown: unknown): string {
  if (thrown instanceof Error) return codeOf(thrown) ?? thrown.message.split('\n')[0] ?? thrown.name
  return String(thrown)
}
