import { usageDialects } from '../../usage/dialects/index.ts'
import { valueAt } from '../../usage/json.ts'
import { nothingRead } from '../../usage/usage.ts'
import { type Session, settle, type SocketDialect } from './session.ts'
import { awaiting, begun, ended, refused } from './turns.ts'

const one = usageDialects['openai-responses']
/** The texts of a client's frames that can ask for a response: a letter of the word may be escaped. */
export const asksForResponse = /"response\.create"|\\/
const ends: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed'])

/** The Responses API over a socket: the events of its streams, several answers one after the other. */
export const responses: SocketDialect = {
  marks: [
    '"response.created"',
    '"response.completed"',
    '"response.incomplete"',
    '"response.failed"',
    '"error"',
  ],
  read: readResponse,
  asks: asksForResponse,
  asked: (frame, soFar) => (valueAt(frame, 'type') === 'response.create' ? awaiting(soFar) : soFar),
}

/** One event of a Responses stream, its usage added where it ends an answer. */
export function readResponse(event: unknown, soFar: Session): Session {
  const type = valueAt(event, 'type')
  if (type === 'response.created') return begun(soFar)
  // They are answered one after the other, and errors do not say what they are about.
  if (type === 'error') return refused(soFar, soFar.awaited[0])
  if (!ends.has(type)) return soFar
  const { usage, model } = one.event(event, nothingRead)
  return settle({ ...ended(soFar), ...(model !== undefined && { model }) }, usage)
}
