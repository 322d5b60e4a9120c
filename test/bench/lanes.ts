import { chatAnswer, chatStream, messageStream, type Answer } from './answers.ts'
import type { Rival } from './rivals.ts'

/** One kind of request to one Worker. */
export interface Lane {
  name: LaneName
  rival: Rival
  path: string
  headers: Readonly<Record<string, string>>
  body: string
  answer: (chunks: number) => Answer
  /** By a key that waits for its Meter. */
  limited?: true
}

export type LaneName =
  | 'bare'
  | 'transform'
  | 'quiet'
  | 'hidden'
  | 'limited'
  | 'messages'
  | 'translated'
  | 'bare whole'
  | 'whole'

const messages =
  '"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"Hello!"}]'
const asked = `{"model":"gpt-4o",${messages},"stream":true,"stream_options":{"include_usage":true}}`
const notAsked = `{"model":"gpt-4o",${messages},"stream":true}`
const claude = `{"model":"claude-sonnet-4-5","max_tokens":1024,"messages":[{"role":"user","content":"Hello!"}],"stream":true}`
const small = `{"model":"gpt-4o",${messages}}`

const chat = { path: '/v1/chat/completions', headers: {}, answer: (chunks: number) => chatStream(chunks) }
const whole = { path: chat.path, headers: {}, body: small, answer: () => chatAnswer }

/** Every lane, by name. */
export const lanes: Readonly<Record<LaneName, Lane>> = {
  bare: { name: 'bare', rival: 'bare', ...chat, body: asked },
  transform: { name: 'transform', rival: 'transform', ...chat, body: asked },
  quiet: { name: 'quiet', rival: 'tollgate', ...chat, body: asked },
  hidden: { name: 'hidden', rival: 'tollgate', ...chat, body: notAsked },
  limited: { name: 'limited', rival: 'tollgate', ...chat, body: asked, limited: true },
  messages: {
    name: 'messages',
    rival: 'tollgate',
    path: '/v1/messages',
    headers: { 'anthropic-version': '2023-06-01' },
    body: claude,
    answer: messageStream,
  },
  translated: {
    name: 'translated',
    rival: 'tollgate',
    path: chat.path,
    headers: {},
    body: `{"model":"claude-sonnet-4-5",${messages},"stream":true}`,
    answer: messageStream,
  },
  'bare whole': { name: 'bare whole', rival: 'bare', ...whole },
  whole: { name: 'whole', rival: 'tollgate', ...whole },
}
