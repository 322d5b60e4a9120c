import type { AnswerContext } from './context.ts'
import type { ChatUsage } from './usage.ts'

/** Writes the events of a chat stream. What all of them share is written once, because they come by the thousand. */
export interface Chunks {
  /** `delta` is the JSON text of an object. */
  delta(delta: string): string
  /** `text` is the JSON text of a string. */
  content(text: string): string
  finish(reason: string): string
  usage(usage: ChatUsage): string
}

/** The sentinel after the last chunk: nothing else says that a stream is whole. */
export const done = 'data: [DONE]\n\n'

export function chunks(context: AnswerContext, model: string, tier: { service_tier?: string }): Chunks {
  const { id, created } = context
  const shared = JSON.stringify({ id, object: 'chat.completion.chunk', created, model, ...tier }).slice(0, -1)
  const head = `data: ${shared},"choices":[{"index":0,"delta":`
  // Whoever asks for the counts is told on every chunk that they come later.
  const later = context.includeUsage ? ',"usage":null' : ''
  const tail = `,"finish_reason":null}]${later}}\n\n`
  const contentHead = `${head}{"content":`
  const contentTail = `}${tail}`
  return {
    delta: (delta) => head + delta + tail,
    content: (text) => contentHead + text + contentTail,
    finish: (reason) => `${head}{},"finish_reason":${JSON.stringify(reason)}}]${later}}\n\n`,
    usage: (usage) => `data: ${shared},"choices":[],"usage":${JSON.stringify(usage)}}\n\n`,
  }
}
