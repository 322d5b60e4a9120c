import { chatAnswer, chatStream, messageStream, type Answer } from './answers.ts'
import type { Rival } from './rivals.ts'

/** One kind of request to one Worker. */
export interface Lane {
  name: LaneName
  rival: Rival
  /** Whose API the upstream speaks; a peer is told. */
  provider: 'openai' | 'anthropic'
  path: string
  headers: Readonly<Record<string, string>>
  body: string
  /** With ms between its chunks, or as fast as they are taken. */
  answer: (chunks: number, pauseMs?: number) => Answer
  /** Whose request it is: of one key that waits for its Meter, or of 500 in turn. Otherwise of one without limits. */
  key?: 'limited' | 'many'
}

const messages =
  '"messages":[{"role":"system","content":"You are a helpful assistant."},{"role":"user","content":"Hello!"}]'
const asked = `{"model":"gpt-4o",${messages},"stream":true,"stream_options":{"include_usage":true}}`
const notAsked = `{"model":"gpt-4o",${messages},"stream":true}`
const claude = `{"model":"claude-sonnet-4-5","max_tokens":1024,"messages":[{"role":"user","content":"Hello!"}],"stream":true}`
const claudeAsChat = `{"model":"claude-sonnet-4-5",${messages},"stream":true}`
const small = `{"model":"gpt-4o",${messages}}`
const large = (bytes: number) =>
  `{"model":"gpt-4o","messages":[{"role":"user","content":"${'All work and no play. '.repeat(bytes / 22)}"}]}`
const [body200, body2000] = [large(200_000), large(2_000_000)]

type Kind = Omit<Lane, 'name' | 'rival' | 'body'>
const chat: Kind = { provider: 'openai', path: '/v1/chat/completions', headers: {}, answer: chatStream }
const chatOfClaude: Kind = { ...chat, provider: 'anthropic', answer: messageStream }
const claudesOwn: Kind = {
  ...chatOfClaude,
  path: '/v1/messages',
  headers: { 'anthropic-version': '2023-06-01' },
}
const whole: Kind = { ...chat, answer: () => chatAnswer }

const table = {
  bare: { rival: 'bare', ...chat, body: asked },
  transform: { rival: 'transform', ...chat, body: asked },
  peer: { rival: 'peer', ...chat, body: asked },
  quiet: { rival: 'tollgate', ...chat, body: asked },
  hidden: { rival: 'tollgate', ...chat, body: notAsked },
  limited: { rival: 'tollgate', ...chat, body: asked, key: 'limited' },
  messages: { rival: 'tollgate', ...claudesOwn, body: claude },
  translated: { rival: 'tollgate', ...chatOfClaude, body: claudeAsChat },
  'peer translated': { rival: 'peer', ...chatOfClaude, body: claudeAsChat },
  'bare whole': { rival: 'bare', ...whole, body: small },
  'peer whole': { rival: 'peer', ...whole, body: small },
  whole: { rival: 'tollgate', ...whole, body: small },
  'whole limited': { rival: 'tollgate', ...whole, body: small, key: 'limited' },
  'whole many': { rival: 'tollgate', ...whole, body: small, key: 'many' },
  'bare 200 KB': { rival: 'bare', ...whole, body: body200 },
  'peer 200 KB': { rival: 'peer', ...whole, body: body200 },
  '200 KB': { rival: 'tollgate', ...whole, body: body200 },
  'bare 2 MB': { rival: 'bare', ...whole, body: body2000 },
  'peer 2 MB': { rival: 'peer', ...whole, body: body2000 },
  '2 MB': { rival: 'tollgate', ...whole, body: body2000 },
} as const satisfies Readonly<Record<string, Omit<Lane, 'name'>>>

export type LaneName = keyof typeof table

/** The lane of a name. */
export function laneOf(name: LaneName): Lane {
  return { name, ...table[name] }
}
