import type { Session } from './session.ts'

/** More than these are not told apart from each other: an upstream refuses most of so many. */
const mostAwaited = 1_000

/** A session in which one more answer was asked for. */
export function awaiting(session: Session, id = ''): Session {
  return { ...session, awaited: [...session.awaited, id].slice(-mostAwaited) }
}

/** One in which an answer is to come, however often it was asked for. */
export function awaitingOne(session: Session): Session {
  return session.awaited.length > 0 ? session : awaiting(session)
}

/** One in which what was asked with this id, the first of those that have it, has been refused. */
export function refused(session: Session, id: string | undefined): Session {
  const at = id === undefined ? -1 : session.awaited.indexOf(id)
  return at === -1 ? session : { ...session, awaited: session.awaited.toSpliced(at, 1) }
}

/** One in which an answer has begun: what was asked for first, or one that nobody asked for. */
export function begun(session: Session): Session {
  return { ...session, open: session.open + 1, awaited: session.awaited.slice(1) }
}

/** One in which an answer has ended, of which it may never have been told that it had begun. */
export function ended(session: Session): Session {
  return session.open > 0 ? { ...session, open: session.open - 1 } : { ...begun(session), open: 0 }
}
