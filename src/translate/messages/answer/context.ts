import type { UsageDialect } from '../../../usage/dialect.ts'
import type { MessageMemory } from '../memory.ts'

/** What every answer to one message that went up as a chat is told with. */
export interface MessageContext extends Omit<MessageMemory, 'stream'> {
  /** Unique among all answers: identifiers of the message and of calls are made of it. */
  requestId: string
  /** Where the provider that answers states its counts. */
  usage: Pick<UsageDialect, 'marks' | 'body' | 'event'>
}

/** The message's id for the client. */
export function messageId({ requestId }: MessageContext): string {
  return `msg_${requestId}`
}
