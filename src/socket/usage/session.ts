import type { Reading, Usage } from '../../usage/usage.ts'

/** What the frames of one socket have told so far. */
export interface Session {
  /** The sum of the answers that have ended. */
  settled?: Usage
  /** What is stated as a running total; a later statement takes its place. */
  running?: Usage
  /** The longest input of one of the answers that have ended. */
  longest?: number
  /** The model that answers, where a frame names it. */
  model?: string
  /** Answers that have begun and not ended. */
  open: number
  /** Answers that were asked for and have not begun, by the client's ids of what asked: '' where it has none. */
  awaited: readonly string[]
  /** What is said into the session is answered by itself. */
  answersSpeech?: boolean
}

/** How the server's frames of one API add up. Pure, and never throws. */
export interface SocketDialect {
  /** A frame can matter only if its text contains one of these. Keeps `JSON.parse` rare. */
  marks: readonly string[]
  /** Where one of these stands in a frame's text an answer is under way; such frames come often and are not parsed. */
  begins?: readonly string[]
  read(event: unknown, soFar: Session): Session
  /** What a client's frame adds: what the server does not state of it, or that an answer is to come. */
  asked?(frame: unknown, soFar: Session): Session
  /** A client's frame can be one that adds something only if this holds for its text; absent: any can. */
  asks?: RegExp
}

export const nothingHeard: Session = { open: 0, awaited: [] }

/** A session with the usage of one more answer in it. */
export function settle(session: Session, usage: Usage | undefined): Session {
  if (usage === undefined) return session
  const longest = Math.max(session.longest ?? 0, usage.input ?? 0)
  return { ...session, settled: sumUsage(session.settled, usage), longest }
}

/** Whether the usage of an answer is still to come: it is under way, or was asked for. */
export function isUnfinished({ open, awaited }: Session): boolean {
  return open > 0 || awaited.length > 0
}

/** The reading of a session as it stands. Its counts are the last word unless an answer is still to come. */
export function readingOfSession(session: Session): Reading {
  const { model } = session
  const { settled, longest } = settle(session, session.running)
  const usage = withLongest(believable(settled), longest)
  return {
    ...(usage !== undefined && { usage }),
    ...(model !== undefined && { model }),
    final: usage !== undefined && !isUnfinished(session),
    failed: false,
  }
}

const counts = ['input', 'cacheRead', 'cacheWrite', 'output', 'reasoning', 'units', 'statedCost'] as const

/** Both usages together: counts add up, words (a unit, a tier) are the later one's. */
export function sumUsage(one: Usage | undefined, other: Usage): Usage {
  if (one === undefined) return other
  const sum: Usage = { ...one, ...other }
  for (const name of counts) {
    const [mine, others] = [one[name], other[name]]
    if (mine !== undefined && others !== undefined) sum[name] = mine + others
  }
  if (one.details && other.details) sum.details = sumDetails(one.details, other.details)
  return sum
}

/**
 * The usage without the sums that no number holds exactly: they are not known. Left out only here, at the end: a sum
 * that began again at 0 would be wrong instead.
 */
function believable(usage: Usage | undefined): Usage | undefined {
  if (usage === undefined) return undefined
  const { details, ...sums } = usage
  const kept: Usage = Object.fromEntries(Object.entries(sums).filter(isHeld))
  if (details !== undefined) kept.details = Object.fromEntries(Object.entries(details).filter(isHeld))
  return Object.keys(kept).length === 0 ? undefined : kept
}

function isHeld([, sum]: [string, number | string]): boolean {
  return typeof sum !== 'number' || sum <= Number.MAX_SAFE_INTEGER
}

/** Of several answers the longest input, too: rates go by the length of each, which their sum does not tell. */
function withLongest(usage: Usage | undefined, longest = 0): Usage | undefined {
  if (usage?.input === undefined || longest >= usage.input) return usage
  return { ...usage, details: { ...usage.details, longest_input_tokens: longest } }
}

type Details = NonNullable<Usage['details']>

function sumDetails(one: Details, other: Details): Details {
  const sum = { ...one, ...other }
  for (const [name, value] of Object.entries(other)) {
    const before = one[name]
    if (typeof before === 'number' && typeof value === 'number') sum[name] = before + value
    // Of two tiers neither has the price of both.
    else if (before !== undefined && before !== value) sum[name] = 'mixed'
  }
  return sum
}
