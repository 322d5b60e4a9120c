import type { SocketUsageName } from '../endpoints/socket.ts'
import { type Bound, type Bounded, nothing } from './bound.ts'
import { mostOutputOf } from './most-output.ts'

/** Seconds that a slice of a socket lasts which is charged by the second. */
const sliceSeconds = 600

const wholeAnswer: Bound = {
  ...nothing,
  // A window for the answer, and one for what it hears being written down beside it.
  windows: 2,
  windowFor: 'model',
  output: { fields: [], asked: null, most: null, times: 1, more: 0, floor: 0, hidden: true },
}

/**
 * The slice that a socket holds before a response can start on it: the dearest single one. What frames ask for beyond
 * that, they are read for as a body is.
 */
export function sliceOf(sums: SocketUsageName, models: readonly string[]): Bounded {
  if (sums === 'realtime' || sums === 'bidi' || sums === 'responses')
    return { bound: { ...wholeAnswer, models, mostOutput: mostOutputOf(models) }, unbounded: null }
  if (sums === 'live') {
    // Its seconds are the clock's; what it delegates is a response.
    const units = { second: sliceSeconds }
    return { bound: { ...wholeAnswer, models, units, mostOutput: mostOutputOf(models) }, unbounded: null }
  }
  const why = 'sound can be sent faster than it plays, and nothing says how much was sent'
  return {
    bound: { ...nothing, models, openUnits: { second: 'socket' } },
    unbounded: { field: 'socket', why },
  }
}
