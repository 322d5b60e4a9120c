import { label } from '../../usage/count.ts'
import { foldMessageUsage, messageUsage } from '../../usage/dialects/anthropic-usage.ts'
import { valueAt } from '../../usage/json.ts'
import type { Usage } from '../../usage/usage.ts'
import type { StreamState } from '../sse-translator.ts'
import { chunks, done } from './chunks.ts'
import type { AnswerContext } from './context.ts'
import { chatError } from './errors.ts'
import { finishReason } from './finish-reason.ts'
import { refusalText } from './refusal.ts'
import { streamCalls } from './stream-calls.ts'
import { streamText } from './stream-text.ts'
import { streamThinking } from './stream-thinking.ts'
import { chatUsage, serviceTier } from './usage.ts'

/** One chat stream being told: what each event of a message adds to it. */
export interface Telling {
  start(message: unknown): void
  blockStart(index: unknown, block: unknown): void
  text(piece: string): void
  thinking(index: unknown, piece: string): void
  signature(index: unknown, piece: string): void
  input(index: unknown, piece: string): void
  blockStop(index: unknown): void
  /** `ending` holds `stop_reason`; without one the message goes on. */
  change(ending: unknown, usage: unknown): void
  stop(): void
  fail(error: unknown): void
  /** The chunk for text that is JSON already; null where text cannot go straight on. */
  straight(text: string): string | null
  /** What is to be sent since the last time. */
  take(): string
  state(): StreamState
}

export function telling(context: AnswerContext): Telling {
  let out = ''
  let state: StreamState = 'open'
  let started = false
  let finished = false
  let usage: Usage | undefined
  let write = chunks(context, context.model, {})
  const tell = (delta: string): void => {
    out += write.delta(delta)
  }
  const calls = streamCalls(context, tell)
  const thoughts = streamThinking(tell)
  const text = streamText(context.answerTool, calls.answered, (content) => {
    out += write.content(JSON.stringify(content))
  })

  function start(message: unknown): void {
    // The output so far is a first figure, and no count of anything.
    const { output: _first, reasoning: _none, ...stated } = messageUsage(valueAt(message, 'usage')) ?? {}
    usage = foldMessageUsage(usage, stated)
    if (started) return
    started = true
    write = chunks(context, label(valueAt(message, 'model')) ?? context.model, serviceTier(usage))
    tell('{"role":"assistant","content":""}')
  }

  function finish(ending: unknown): void {
    if (finished) return
    finished = true
    start(undefined)
    calls.endAll()
    text.end()
    thoughts.end()
    const refusal = refusalText(ending)
    if (refusal !== null) tell(JSON.stringify({ refusal }))
    const called = { tools: calls.told(), legacyFunctions: context.legacyFunctions }
    out += write.finish(finishReason(valueAt(ending, 'stop_reason'), called))
  }

  return {
    start,
    blockStart(index, block) {
      start(undefined)
      calls.begin(index, block)
      thoughts.begin(index, block)
      const begun = valueAt(block, 'type') === 'text' ? valueAt(block, 'text') : undefined
      if (typeof begun === 'string') text.add(begun)
    },
    text: text.add,
    thinking: thoughts.text,
    signature: thoughts.signature,
    input: calls.input,
    blockStop: calls.end,
    change(ending, stated) {
      const news = messageUsage(stated)
      if (news) usage = foldMessageUsage(usage, news)
      if (typeof valueAt(ending, 'stop_reason') === 'string') finish(ending)
    },
    stop() {
      finish(undefined)
      const told = context.includeUsage ? chatUsage(usage) : null
      out += (told ? write.usage(told) : '') + done
      state = 'complete'
    },
    fail(error) {
      out += `data: ${JSON.stringify({ error: chatError(error, null) })}\n\n`
      state = 'failed'
    },
    straight: (piece) => (started && context.answerTool === null ? write.content(piece) : null),
    take() {
      const taken = out
      out = ''
      return taken
    },
    state: () => state,
  }
}
