/** What is asked of the binding `USAGE_QUEUE`, a queue's producer. */
export interface UsageQueue {
  /** Throws what the queue throws. */
  send(message: object, options: { contentType: 'json' }): Promise<unknown>
}

const binding = 'USAGE_QUEUE'

/** The queue that gets every batch of rows too; null where none is bound. */
export function usageQueueOf(bindings: object): UsageQueue | null {
  const bound: unknown = Reflect.get(bindings, binding)
  return isQueue(bound) ? bound : null
}

/** What is wrong with the binding, a sentence each. */
export function queueProblems(bindings: Readonly<Record<string, unknown>>): string[] {
  const bound = bindings[binding]
  // Empty is as good as absent.
  const wrong = bound !== undefined && bound !== null && bound !== '' && !isQueue(bound)
  const others = Object.entries(bindings).filter(([name, value]) => name !== binding && isQueue(value))
  return [
    ...(wrong
      ? [`${binding} is no queue: bind it under [[queues.producers]]; rows go to D1 only until then.`]
      : []),
    ...others.map(
      ([name]) => `The queue ${name} is bound, and gets nothing: its binding must be ${binding}.`,
    ),
  ]
}

/** A queue sends, and does not fetch: a service seems to have whatever method one asks for. */
function isQueue(bound: unknown): bound is UsageQueue {
  if (typeof bound !== 'object' || bound === null) return false
  return 'send' in bound && 'sendBatch' in bound && !('fetch' in bound)
}
