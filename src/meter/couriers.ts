import type { UsageQueue } from '../usage-queue.ts'
import { Courier } from './courier.ts'
import type { Report } from './courier.ts'
import type { Dispatcher } from './dispatcher.ts'
import { ledgerDestination } from './ledger-destination.ts'
import { queueDestination } from './queue-destination.ts'

/** The bindings that a Meter uses. */
export interface MeterBindings {
  DB: D1Database
  USAGE_QUEUE?: unknown
}

/** One courier to D1, and one to the queue where one is bound. `meter` is the Meter's name. */
export function couriersOf(
  database: D1Database,
  queue: UsageQueue | null,
  dispatcher: Dispatcher,
  meter: string,
  report: Report,
): Courier[] {
  const destinations = [ledgerDestination(database)]
  if (queue !== null) destinations.push(queueDestination(queue, meter, dispatcher))
  return destinations.map((destination) => new Courier(destination, dispatcher, report))
}
