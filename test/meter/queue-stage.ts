import type { Row } from '../../src/ledger/row.ts'
import type { UsageMessage } from '../../src/ledger/usage-message.ts'

/** A queue that keeps what it was sent, as JSON brings it over. */
export interface FakeQueue {
  readonly messages: UsageMessage[]
  /** What happens in place of the next sends; throws what it throws. */
  instead: (() => void | Promise<void>) | null
  send(message: object, options: { contentType: string }): Promise<void>
  sendBatch(): Promise<void>
}

export function createQueue(): FakeQueue {
  const queue: FakeQueue = {
    messages: [],
    instead: null,
    async send(message, { contentType }) {
      if (contentType !== 'json') throw new Error(`a message as ${contentType}`)
      await queue.instead?.()
      queue.messages.push(JSON.parse(JSON.stringify(message)) as UsageMessage)
    },
    sendBatch: () => Promise.reject(new Error('Nobody asks for it')),
  }
  return queue
}

/** What a reader has of these messages by its rule, in the order of keys and ids. */
export function rowsRead(messages: readonly UsageMessage[]): Row[] {
  const known = new Map<string, Row>()
  for (const row of messages.flatMap(({ rows }) => rows)) {
    const name = `${row.key_id} ${row.id}`
    const before = known.get(name)
    if (before === undefined || (before.outcome === 'lost' && row.outcome !== 'lost')) known.set(name, row)
  }
  return [...known].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
}
