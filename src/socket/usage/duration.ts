import { count } from '../../usage/count.ts'
import { valueAt } from '../../usage/json.ts'
import { measure } from '../../usage/measure.ts'
import type { SocketDialect } from './session.ts'

/** Speech to text: the last message states how much was heard. Each channel is heard, and billed, by itself. */
export const duration: SocketDialect = {
  marks: ['"Metadata"'],
  read(event, soFar) {
    if (valueAt(event, 'type') !== 'Metadata') return soFar
    const seconds = measure(valueAt(event, 'duration'))
    if (seconds === undefined) return soFar
    const channels = Math.max(count(valueAt(event, 'channels')) ?? 1, 1)
    return { ...soFar, running: { units: seconds * channels, unit: 'second' } }
  },
}
