import { messages } from '../wire/anthropic.ts'
import { chat, responses } from '../wire/openai.ts'
import { type Body, chatCounts, chats, type Kind, limited, messageCounts, messaging } from './kind.ts'

const asked = { stream: true, stream_options: { include_usage: true } }
const openai = { path: '/v1/chat/completions', says: chat, tells: chatCounts } as const
const gpt = { ...openai, model: 'gpt-4o' } as const
const alias = { ...openai, model: 'gpt-4o-mini' } as const
const response = { path: '/v1/responses', model: 'gpt-4.1', says: responses, tells: chatCounts } as const
const responding = (stream: boolean): Body => {
  return (input, limit) => ({ model: 'gpt-4.1', input, stream, ...limited('max_output_tokens', limit) })
}

const claude = { model: 'claude-sonnet-4-5', says: messages, tells: messageCounts } as const
const headers = { 'anthropic-version': '2023-06-01' }
const message = { ...claude, path: '/v1/messages', headers } as const
const asChat = { ...claude, path: '/v1/chat/completions' } as const
const asClaude = { path: '/v1/messages', model: 'gpt-4.1', headers, says: chat, tells: chatCounts } as const

/** Chats on the neutral doors, said in the words of their own API or of the other one. */
export const chatKinds = {
  chat: { ...gpt, body: chats('gpt-4o'), weight: 10 },
  'chat stream': { ...gpt, streams: true, body: chats('gpt-4o', { stream: true }), weight: 14 },
  'chat stream with usage': { ...gpt, streams: true, body: chats('gpt-4o', asked), weight: 10 },
  alias: { ...alias, body: chats('fast'), weight: 6 },
  'alias stream': { ...alias, streams: true, body: chats('fast', { stream: true }), weight: 6 },
  responses: { ...response, body: responding(false), weight: 4 },
  'responses stream': { ...response, streams: true, body: responding(true), weight: 5 },
  messages: { ...message, body: messaging('claude-sonnet-4-5', false), weight: 5 },
  'messages stream': { ...message, streams: true, body: messaging('claude-sonnet-4-5', true), weight: 8 },
  'claude as chat': { ...asChat, body: chats('claude-sonnet-4-5'), weight: 4 },
  'claude as chat stream': {
    ...asChat,
    streams: true,
    body: chats('claude-sonnet-4-5', { stream: true }),
    weight: 6,
  },
  'chat as claude': { ...asClaude, body: messaging('gpt-4.1', false), weight: 3 },
  'chat as claude stream': { ...asClaude, streams: true, body: messaging('gpt-4.1', true), weight: 4 },
} as const satisfies Record<string, Kind>
