import { anthropicFailure, geminiFailure, openaiFailure } from '../refusal/sdk-failure.ts'
import type { Answered } from './exchange.ts'

/** A neutral door of each dialect, and what the official SDK throws for an answer there. */
export const dialectDoors = {
  openai: {
    path: '/v1/chat/completions',
    good: '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hello?"}]}',
    thrown: openaiFailure,
  },
  anthropic: {
    path: '/v1/messages',
    good: '{"model":"claude-sonnet-5","max_tokens":9,"messages":[{"role":"user","content":"Hello?"}]}',
    thrown: anthropicFailure,
  },
  gemini: {
    path: '/v1beta/models/gemini-2.5-flash:generateContent',
    good: '{"contents":[{"role":"user","parts":[{"text":"Hello?"}]}]}',
    thrown: geminiFailure,
  },
} as const

export type DialectDoor = keyof typeof dialectDoors

export const dialectNames = Object.keys(dialectDoors) as readonly DialectDoor[]

/** What a person reads of a refusal: its status and its words, as the SDK of the dialect has understood them. */
export interface Understood {
  status: unknown
  message: string
  /** How often the SDK asked: once where trying again cannot help. */
  hits: number
}

/** Gives an answer to the SDK of its dialect and tells what it threw. Throws if it was content. */
export async function understood(dialect: DialectDoor, answered: Answered): Promise<Understood> {
  const headers = Object.entries(answered.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  const answer = () => new Response(Uint8Array.from(answered.body), { status: answered.status, headers })
  const thrown = await dialectDoors[dialect].thrown(answer)
  const message =
    'body' in thrown ? (thrown.body as { error: { message: string } }).error.message : thrown.message
  return { status: thrown.status, message: message.replace(/^\d{3} /, ''), hits: thrown.hits }
}
