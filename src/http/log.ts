/** Structured logs: one JSON line an event on standard error. Questions are logged only when the operator asks for them, and then redacted. */
import { type DestinationStream, destination, type Logger, pino } from 'pino'

export type Log = Logger
export type LogLevel = 'errors' | 'requests' | 'questions'

/** @param level errors alone, requests too, or what was asked as well @param stream tests listen here */
export function openLog(level: LogLevel, stream: DestinationStream = destination({ dest: 2, sync: true })): Log {
  return pino(
    { level: level === 'errors' ? 'error' : 'info', base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` },
    stream,
  )
}
