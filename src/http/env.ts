/** Context of a request, state of the server, and what all routes share. */
import type { IncomingMessage } from 'node:http'
import type { Picture, PictureOrder } from '../documents/picture.ts'
import type { AskResponse } from '../domain.ts'
import type { Engine } from '../engine.ts'
import type { AppError } from '../errors.ts'
import type { Feedback } from '../feedback.ts'
import type { IndexingProgress } from '../ui/layout.tsx'
import type { Log, LogLevel } from './log.ts'
import type { Metrics } from './metrics.ts'

export interface AppEnv {
  /** Absent without a socket: a call from inside of the program. */
  Bindings: {
    incoming?: IncomingMessage
    /** Path below which a proxy serves this program; absent or '' at the root. */
    prefix?: string
  }
  Variables: {
    requestId: string
    /** Frees this question's slot at the gate. */
    release: () => void
    /** The response is a stream, which calls `release` itself when it ends. */
    streams: boolean
    rateLimit: { resetTime?: Date }
  }
}

/** `engine` is absent until there is something to answer from; while the first index is made it is partial. */
export interface AppState {
  engine?: Engine
  /** Things the operator should know, shown in /health; files that were left out, on the page of documents. */
  notices: readonly AppError[]
  /** What keeps the index from being as new as the documents, as the last look found it; shown in /health. */
  outdated?: readonly AppError[]
  /** Files that have changed and are not in the index yet, and the seconds since the first of them did. */
  changes?: { waiting: number; seconds: number }
  /** How far an index is, while it is being made; with an engine, the next one. */
  progress?: IndexingProgress
  /** New questions are rejected; running ones are finished. */
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
  /** Folder that the documents are in, from which their files are shown; undefined: none is. */
  documentsFolder?: string | undefined
  /** Whether whoever opens the page on this machine may add documents. */
  upload?: boolean | undefined
  /** Whether the text of pictures is recognised, so that they are documents. */
  ocr?: boolean | undefined
}

export interface Shared {
  state: AppState
  settings: AppSettings
  log: Log
  metrics: Metrics
  feedback: Feedback | undefined
  /** Draws one page at a time; few wait. @throws AppError overloaded */
  draw(order: PictureOrder, signal: AbortSignal): Promise<Picture | undefined>
  /** @throws AppError index-not-ready */
  engine(): Engine
  /** Counts an answer in the metrics, and logs it where the operator wants it. */
  answered(answer: AskResponse, requestId: string): void
  /** Whether this process gave the answer of an id lately. */
  gave(answerId: string): boolean
}
