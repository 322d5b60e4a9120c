import { parseJson } from '../../usage/json.ts'
import type { Reading } from '../../usage/usage.ts'
import { type Frame, frameText } from '../frame.ts'
import { isUnfinished, nothingHeard, readingOfSession, type Session, type SocketDialect } from './session.ts'
import { begun } from './turns.ts'

/** Listens to the frames of a socket. */
export interface Listener {
  /** One of the server's. */
  hear(frame: Frame): void
  /** One of the client's, as it goes up. */
  overhear(frame: Frame): void
  /** An answer is under way. */
  busy(): boolean
  /** An answer is under way or was asked for: its usage is still to come. */
  unfinished(): boolean
  reading(): Reading
}

/** The listener of one socket. Parses only frames that contain a mark; bytes only where `bytes` says they are JSON. */
export function createListener(dialect: SocketDialect, bytes: boolean): Listener {
  let session: Session = nothingHeard
  const { marks, begins = [], asks = /^/ } = dialect
  const matters = anyOf(marks)
  const starts = anyOf(begins)
  return {
    hear(frame) {
      if (marks.length === 0 || (typeof frame !== 'string' && !bytes)) return
      const text = frameText(frame)
      if (begins.length > 0 && session.open === 0 && starts.test(text)) session = begun(session)
      if (matters.test(text)) session = dialect.read(parseJson(text), session)
    },
    overhear(frame) {
      if (!dialect.asked || (typeof frame !== 'string' && !bytes)) return
      const text = frameText(frame)
      if (asks.test(text)) session = dialect.asked(parseJson(text), session)
    },
    busy: () => session.open > 0,
    unfinished: () => isUnfinished(session),
    reading: () => readingOfSession(session),
  }
}

/** One pattern for all: looking for them one by one takes longer. */
function anyOf(parts: readonly string[]): RegExp {
  return new RegExp(parts.map((part) => RegExp.escape(part)).join('|'))
}
