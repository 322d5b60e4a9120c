import type { SocketUsageName } from '../../endpoints/socket.ts'
import { bidi } from './bidi.ts'
import { characters } from './characters.ts'
import { duration } from './duration.ts'
import { live } from './live.ts'
import { realtime } from './realtime.ts'
import { responses } from './responses.ts'
import type { SocketDialect } from './session.ts'

/** Every way in which a socket's frames add up, by its name. */
export const socketDialects: Record<SocketUsageName, SocketDialect> = {
  none: { marks: [], read: (_event, soFar) => soFar },
  realtime,
  responses,
  live,
  bidi,
  duration,
  characters,
}
