/** What travels with a request inside of the server, and what all routes share. */
import type { IncomingMessage } from 'node:http'
import type { AskResponse } from '../domain.ts'
import type { Engine } from '../engine.ts'
import type { AppError } from '../errors.ts'
import type { Feedback } from '../feedback.ts'
import type { IndexingProgress } from '../ui/layout.tsx'
import type { Log, LogLevel } from './log.ts'
import type { Metrics } from './metrics.ts'

export interface AppEnv {
  /** Absent where no socket is: a call from inside of the program. */
  Bindings: { incoming?: IncomingMessage }
  Variables: {
    requestId: string
    /** Gives the place of this question to the next one. */
    leave: () => void
    /** The response is a stream, which calls `leave` itself when it ends. */
    streams: boolean
    rateLimit: { resetTime?: Date }
  }
}

/** What the app answers from; `engine` is absent until the index is open. */
export interface AppState {
  engine?: Engine
  /** Things the operator should know, shown in /health; files that were left out, on the page of documents. */
  notices: readonly AppError[]
  /** How far an index is, while it is being made; with an engine, the next one. */
  progress?: IndexingProgress
  /** No new questions; those under way are being finished. */
  stopping?: boolean
  /** Brings the index up to date, now; absent until the first one is open. */
  reindex?: () => void
}

export interface AppSettings {
  /** Names that the server answers to, without port. */
  hosts: readonly string[]
  corsOrigins: readonly string[]
  trustProxy: readonly string[]
  /** Requests a minute of one address; 0 for no limit. */
  rateLimit: number
  tokens: { access?: string | undefined; admin?: string | undefined }
  logLevel: LogLevel
}

export interface Shared {
  state: AppState
  settings: AppSettings
  log: Log
  metrics: Metrics
  feedback: Feedback | undefined
  /** @throws AppError index-not-ready */
  engine(): Engine
  /** An answer has been given: measured, and logged where the operator wants it. */
  answered(answer: AskResponse, requestId: string): void
}
