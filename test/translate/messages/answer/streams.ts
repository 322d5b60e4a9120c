import type OpenAI from 'openai'
import type { MessageContext } from '../../../../src/translate/messages/answer/context.ts'
import { createMessageTranslator } from '../../../../src/translate/messages/answer/stream.ts'
import { createSseTranslator } from '../../../../src/translate/sse-translator.ts'
import { openaiChat } from '../../../../src/usage/dialects/openai-chat.ts'

type Chunk = OpenAI.ChatCompletionChunk
type Choice = Chunk['choices'][number]
/** A delta with the members that vendors add. */
export type Delta = Omit<Choice['delta'], 'content'> & {
  content?: unknown
  reasoning_content?: string | null
  reasoning?: string | null
}

export const context: MessageContext = {
  model: 'fast',
  showsThinking: true,
  toolNames: new Map(),
  requestId: 'r1',
  usage: openaiChat,
}

export const counts: OpenAI.CompletionUsage = {
  prompt_tokens: 1_200,
  completion_tokens: 300,
  total_tokens: 1_500,
  prompt_tokens_details: { cached_tokens: 1_024, cache_write_tokens: 128 },
  completion_tokens_details: { reasoning_tokens: 256 },
}

/** What `counts` is in the other words, at the end of a stream. */
export const toldCounts = {
  input_tokens: 48,
  cache_creation_input_tokens: 128,
  cache_read_input_tokens: 1_024,
  output_tokens: 300,
  output_tokens_details: { thinking_tokens: 256 },
  server_tool_use: null,
}

const base = { id: 'c1', object: 'chat.completion.chunk', created: 1_795_300_000, model: 'model-1' }

export function chunk(delta: Delta, finish_reason: string | null = null): object {
  return { ...base, choices: [{ index: 0, delta, finish_reason }] }
}

export const first = chunk({ role: 'assistant', content: '' })

/** A piece of a call; `extra` replaces its members. */
export function piece(index: number, args: string, extra: { id?: string; name?: string } = {}): object {
  const { id, name } = extra
  const call = {
    index,
    ...(id === undefined ? {} : { id, type: 'function' as const }),
    function: { ...(name === undefined ? {} : { name }), arguments: args },
  }
  return chunk({ tool_calls: [call] })
}

export function end(finishReason: string): object {
  return chunk({}, finishReason)
}

export function usage(stated: object = counts): object {
  return { ...base, choices: [], usage: stated }
}

/** The chunks as they go over the wire; texts go as they are. */
export function sse(...chunks: (object | string)[]): string {
  return chunks
    .map((data) => (typeof data === 'string' ? data : `data: ${JSON.stringify(data)}\n\n`))
    .join('')
}

export const done = 'data: [DONE]\n\n'

/** The text that a stream becomes when it comes in pieces of the given length, and how its end is taken. */
export function translated(
  stream: string,
  how: MessageContext = context,
  pieceLength = Number.POSITIVE_INFINITY,
): { text: string; whole: boolean; state: string } {
  const bytes = new TextEncoder().encode(stream)
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += pieceLength) pieces.push(bytes.subarray(at, at + pieceLength))
  return translatedPieces(pieces, how)
}

/** The same of pieces that are cut already. */
export function translatedPieces(
  pieces: readonly Uint8Array[],
  how: MessageContext = context,
): { text: string; whole: boolean; state: string } {
  const translator = createSseTranslator(createMessageTranslator(how))
  const decoder = new TextDecoder()
  let text = ''
  for (const bytes of pieces) text += decoder.decode(translator.push(bytes) ?? undefined, { stream: true })
  const whole = translator.whole()
  return { text: text + decoder.decode(translator.rest() ?? undefined), whole, state: translator.state() }
}

/** The events of a message's stream, parsed; each must be named as its data says. */
export function eventsOf(text: string): Record<string, unknown>[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .map((event) => {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/s.exec(event) ?? []
      const json = JSON.parse(data ?? 'null')
      if (json.type !== name) throw new Error(`the event ${event} has another name`)
      return json
    })
}

/** The events that chunks become. */
export function told(...chunks: (object | string)[]): Record<string, unknown>[] {
  return eventsOf(translated(sse(...chunks)).text)
}

/** The events of a stream that goes on. */
export function toldSoFar(...chunks: (object | string)[]): Record<string, unknown>[] {
  const translator = createSseTranslator(createMessageTranslator(context))
  const out = translator.push(new TextEncoder().encode(sse(...chunks)))
  return out ? eventsOf(new TextDecoder().decode(out)) : []
}
