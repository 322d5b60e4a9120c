import type { Members } from '../../../upstream/json-members.ts'
import type { Usage } from '../../../usage/usage.ts'
import type { StreamState } from '../../sse-translator.ts'
import type { MessageContext } from './context.ts'
import { translateChatError } from './errors.ts'
import { events } from './events.ts'
import { going, messageOf, stopOf } from './message.ts'
import { saidIn } from './said.ts'
import { isFailure, stopReason } from './stop-reason.ts'
import { streamBlocks } from './stream-blocks.ts'
import { streamCalls } from './stream-calls.ts'
import { toolUses } from './tool-use.ts'
import { deltaUsage, messageUsage } from './usage.ts'

/** One message's stream being told: what each chunk of a chat adds to it. */
export interface Telling {
  /** What has been read of the model and the counts so far is told with the message's start. */
  start(model: string | undefined, usage: Usage | undefined): void
  delta(delta: Members): void
  /** The answer is whole; its end waits for the counts, which may follow. */
  finish(finishReason: string): void
  /** Ends the message, if a finish reason was told: without one it is broken, whatever its stream says. */
  stop(usage: Usage | undefined): void
  fail(error: unknown): void
  /** The event for text that is JSON already; null where text cannot go straight on. */
  straight(text: string): string | null
  /** What is to be sent since the last time. */
  take(): string
  state(): StreamState
}

/** The longest explanation kept for the end of a refusal; its words are told as they come. */
const longestExplanation = 4_096

export function telling(context: MessageContext): Telling {
  let out = ''
  let state: StreamState = 'open'
  let started = false
  let finished: string | null = null
  let refusal = ''
  const calls = streamCalls()
  const blocks = streamBlocks((event) => {
    out += event
  })

  function fail(error: unknown): void {
    out += events.error(translateChatError(null, error, context.requestId))
    state = 'failed'
  }

  return {
    start(model, usage) {
      if (started) return
      started = true
      // The output so far is a running figure, and no count of anything yet.
      const { output: _first, reasoning: _none, ...stated } = usage ?? {}
      const begun = { model: model ?? context.model, content: [], stop: going, usage: messageUsage(stated) }
      out += events.start(messageOf(context, begun))
    },
    delta(delta) {
      const said = saidIn(delta)
      if (context.showsThinking) blocks.thinking(said.thinking)
      blocks.text(said.text + said.refusal)
      if (refusal.length < longestExplanation) refusal += said.refusal
      const entries = delta['tool_calls']
      if (Array.isArray(entries) && !calls.add(entries))
        fail({ message: 'the upstream’s tool calls are too long' })
    },
    finish(finishReason) {
      if (isFailure(finishReason)) fail({ message: 'the upstream failed', code: finishReason })
      else finished ??= finishReason
    },
    stop(usage) {
      if (finished === null) return
      const told = toolUses(calls.all(), context)
      for (const call of told) blocks.call(call)
      blocks.close()
      const held = { calls: told.length > 0, refusal: refusal !== '' }
      out += events.delta(stopOf(stopReason(finished, held), refusal), deltaUsage(usage))
      out += events.stop()
      state = 'complete'
    },
    fail,
    straight: (text) => blocks.straight(text),
    take() {
      const taken = out
      out = ''
      return taken
    },
    state: () => state,
  }
}
