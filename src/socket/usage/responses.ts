import { usageDialects } from '../../usage/dialects/index.ts'
import { valueAt } from '../../usage/json.ts'
import { nothingRead } from '../../usage/usage.ts'
import { type Session, settle, type SocketDialect } from './session.ts'

const one = usageDialects['openai-responses']
const ends: ReadonlySet<unknown> = new Set(['response.completed', 'response.incomplete', 'response.failed'])

/** The Responses API over a socket: the events of its streams, several answers one after the other. */
export const responses: SocketDialect = {
  marks: ['"response.created"', '"response.completed"', '"response.incomplete"', '"response.failed"'],
  read: readResponse,
}

/** One event of a Responses stream, its usage added where it ends an answer. */
export function readResponse(event: unknown, soFar: Session): Session {
  const type = valueAt(event, 'type')
  if (type === 'response.created') return { ...soFar, open: soFar.open + 1 }
  if (!ends.has(type)) return soFar
  const { usage, model } = one.event(event, nothingRead)
  const ended = { ...soFar, open: Math.max(0, soFar.open - 1), ...(model !== undefined && { model }) }
  return settle(ended, usage)
}
