import { messageOf } from '../ledger/failure.ts'
import type { Failure } from '../ledger/failure.ts'
import { usageMessage } from '../ledger/usage-message.ts'
import type { UsageQueue } from '../usage-queue.ts'
import { afterTimeout, attempt } from './attempt.ts'
import type { Destination } from './courier.ts'
import type { Dispatch, Dispatcher } from './dispatcher.ts'

/** D1 ends what takes too long by itself; the rows of D1 must not wait for a queue that hangs. In ms. */
const queueWait = 10_000

/** The queue: one message a batch. `meter` is the name that messages tell. */
export function queueDestination(queue: UsageQueue, meter: string, dispatcher: Dispatcher): Destination {
  return {
    to: 'queue',
    failed: 'queue_send_failed',
    kindOf: queueFailureOf,
    async write(parcels) {
      const { missed } = dispatcher
      const message = usageMessage(batchName(meter, parcels), parcels, missed)
      const sent = await attempt(() => queue.send(message, { contentType: 'json' }), queueWait, afterTimeout)
      if (!sent.ok) throw sent.error
      dispatcher.tellMissed(missed)
    },
  }
}

/** What a failed `send` means: too much at a time, or a passing fault. None is the fault of a row. */
function queueFailureOf(error: unknown): Failure {
  return /too many requests|overloaded/i.test(messageOf(error)) ? 'later' : 'retry'
}

function batchName(meter: string, parcels: readonly Dispatch[]): string {
  return `${meter}:${parcels[0]?.rev}-${parcels.at(-1)?.rev}`
}
