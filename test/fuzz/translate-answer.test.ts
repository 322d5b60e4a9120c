import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Interpreter } from '../../src/tap/interpreter.ts'
import { chatInterpreter } from '../../src/translate/interpreter.ts'
import { messageInterpreter } from '../../src/translate/messages/interpreter.ts'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { messageFault } from '../translate/messages/answer/message-order.ts'
import { eventsOf } from '../translate/messages/answer/streams.ts'
import { joined, mangled, pieces, sizes } from './mangled.ts'
import { changed } from './odd-json.ts'
import { textsOf } from './recorded.ts'
import { cases } from './runs.ts'

const flags = fc.record({
  showsUsage: fc.boolean(),
  legacyFunctions: fc.boolean(),
  answerTool: fc.constantFrom(null, 'answer', 'get_weather'),
  showsThinking: fc.boolean(),
})
type Flags = typeof flags extends fc.Arbitrary<infer Value> ? Value : never

function toChat({ showsUsage, legacyFunctions, answerTool }: Flags): Interpreter {
  const memory = { model: 'claude', stream: true, includeUsage: null, answerTool, legacyFunctions }
  return chatInterpreter(memory, { requestId: 'r1', at: 1_790_000_000_000, showsUsage })
}

function toMessage({ showsThinking }: Flags): Interpreter {
  const memory = { model: 'fast', stream: true, showsThinking, toolNames: new Map() }
  return messageInterpreter(memory, { requestId: 'r1', usage: usageDialects['openai-chat'] })
}

interface Told {
  text: string
  /** The client's stream ends as a whole one. */
  whole: boolean
}

function told(interpreter: Interpreter, parts: readonly Uint8Array[]): Told {
  const filter = interpreter.stream()
  const out = parts.map((part) => filter.push(part.slice())?.slice() ?? new Uint8Array())
  const whole = filter.whole?.() ?? true
  return { text: new TextDecoder().decode(joined([...out, filter.rest() ?? new Uint8Array()])), whole }
}

const chatDialects = [
  'openai-chat',
  'groq-chat',
  'mistral-chat',
  'openrouter-chat',
  'xai-chat',
  'perplexity-chat',
  'gemini-openai-chat',
  'workers-ai-chat',
]
const [chatStreams, chatAnswers] = (['sse', 'json'] as const).map((kind) =>
  chatDialects.flatMap((dialect) => textsOf(kind, dialect)),
)
const messageStreams = textsOf('sse', 'anthropic-messages')
const messageAnswers = textsOf('json', 'anthropic-messages')
const errors = [
  '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}',
  '{"error":{"message":"No","type":"invalid_request_error","param":"x","code":"y"}}',
  '[{"error":{"code":400,"message":"No","status":"INVALID_ARGUMENT"}}]',
  '{"message":"No"}',
  '{"detail":[{"msg":"No"}]}',
  '{"success":false,"errors":[{"code":7009,"message":"No"}]}',
]

function changedTexts(texts: readonly string[]): fc.Arbitrary<Uint8Array> {
  const values = texts.map((text) => JSON.parse(text) as unknown)
  return fc.oneof(
    mangled(texts),
    changed(values).map((value) => new TextEncoder().encode(JSON.stringify(value) ?? '')),
  )
}

/** The events of a stream whose data are changed as JSON. */
function changedStreams(texts: readonly string[]): fc.Arbitrary<Uint8Array> {
  const events = texts.flatMap((text) => text.split('\n\n')).filter((event) => /^data: \{/m.test(event))
  const event = fc.constantFrom(...events).chain((text) => {
    const data = /^data: (.*)$/m.exec(text)?.[1] ?? '{}'
    return changed([JSON.parse(data)], 2).map(
      (value) => `${text.replace(data, () => JSON.stringify(value) ?? '')}\n\n`,
    )
  })
  const plain = fc.constantFrom(...texts.flatMap((text) => text.split(/(?<=\n\n)/)))
  const parts = fc.array(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: event }), {
    maxLength: 25,
  })
  return fc.oneof(
    mangled(texts),
    parts.map((parts) => new TextEncoder().encode(parts.join(''))),
  )
}

/** What is wrong with a chat stream; null for nothing. */
function chatFault({ text, whole }: Told): string | null {
  const data = text
    .split('\n\n')
    .filter((event) => event !== '' && event !== ': ping')
    .map((event) => (event.startsWith('data: ') ? event.slice(6) : null))
  let state = 'open'
  for (const one of data) {
    if (one === null) return 'an event without data'
    if (state !== 'open') return 'something behind the end'
    if (one === '[DONE]') state = 'complete'
    else {
      const json = JSON.parse(one) as {
        error?: { message?: unknown; type?: unknown }
        choices?: { delta?: unknown; index?: unknown; finish_reason?: unknown }[]
        object?: unknown
        usage?: Record<string, unknown> | null
      }
      if (json.error !== undefined) {
        if (typeof json.error.message !== 'string' || typeof json.error.type !== 'string')
          return 'an error without words'
        state = 'failed'
      } else if (json.object !== 'chat.completion.chunk' || !Array.isArray(json.choices)) return 'no chunk'
      else {
        const fault = countFault(json.usage ?? {})
        if (fault !== null) return fault
      }
    }
  }
  return whole === (state !== 'open') ? null : `a stream that is ${state} and says whole: ${whole}`
}

/** Every number among counts is one. */
function countFault(counts: object): string | null {
  for (const [name, value] of Object.entries(counts)) {
    if (typeof value === 'number' && !(Number.isSafeInteger(value) && value >= 0))
      return `${name} is ${value}`
    const inner = typeof value === 'object' && value !== null ? countFault(value) : null
    if (inner !== null) return inner
  }
  return null
}

describe('fuzz: an answer in the words of another API', () => {
  test('is a chat stream with one end, however the message’s stream was cut and whatever is wrong with it', () => {
    fc.assert(
      fc.property(changedStreams(messageStreams), sizes, flags, (bytes, sizes, flags) => {
        const whole = told(toChat(flags), [bytes])
        expect(chatFault(whole)).toBeNull()
        expect(told(toChat(flags), pieces(bytes, sizes))).toEqual(whole)
      }),
      cases(2),
    )
  })

  test('is a message’s stream in its order, however the chat was cut and whatever is wrong with it', () => {
    fc.assert(
      fc.property(changedStreams(chatStreams ?? []), sizes, flags, (bytes, sizes, flags) => {
        const whole = told(toMessage(flags), [bytes])
        expect(messageFault(eventsOf(whole.text))).toEqual({ fault: null, ended: whole.whole })
        expect(told(toMessage(flags), pieces(bytes, sizes))).toEqual(whole)
      }),
      cases(2),
    )
  })

  test('is whole: a completion of a message, or none', () => {
    fc.assert(
      fc.property(changedTexts(messageAnswers), flags, (bytes, flags) => {
        const text = toChat(flags).answer(bytes)
        if (text === null) return
        const { object, choices, usage } = JSON.parse(text) as {
          object: string
          choices: { message: Record<string, unknown>; finish_reason: unknown }[]
          usage?: object
        }
        const [choice] = choices
        expect([object, choices.length, choice?.message['role'], typeof choice?.finish_reason]).toEqual([
          'chat.completion',
          1,
          'assistant',
          'string',
        ])
        expect(['string', 'object']).toContain(typeof choice?.message['content'])
        for (const call of (choice?.message['tool_calls'] ?? []) as {
          id: unknown
          function: { name: unknown; arguments: unknown }
        }[]) {
          expect([typeof call.id, typeof call.function.name, typeof call.function.arguments]).toEqual([
            'string',
            'string',
            'string',
          ])
        }
        expect(countFault(usage ?? {})).toBeNull()
      }),
      cases(),
    )
  })

  test('is whole: a message of a completion, or none', () => {
    fc.assert(
      fc.property(changedTexts(chatAnswers ?? []), flags, (bytes, flags) => {
        const text = toMessage(flags).answer(bytes)
        if (text === null) return
        const { type, role, content, usage, stop_reason } = JSON.parse(text) as {
          type: string
          role: string
          content: Record<string, unknown>[]
          usage: object
          stop_reason: unknown
        }
        expect([type, role, typeof stop_reason]).toEqual(['message', 'assistant', 'string'])
        expect(countFault(usage)).toBeNull()
        for (const block of content) {
          if (block['type'] === 'text') expect(String(block['text']).trim()).not.toBe('')
          else if (block['type'] === 'tool_use')
            expect([
              typeof block['id'],
              typeof block['name'],
              Object.prototype.toString.call(block['input']),
            ]).toEqual(['string', 'string', '[object Object]'])
          else expect(block['type']).toBe('thinking')
        }
      }),
      cases(),
    )
  })

  test('is an error where it was one, with words and a type, or stays as it came', () => {
    fc.assert(
      fc.property(changedTexts(errors), fc.integer({ min: 400, max: 599 }), flags, (bytes, status, flags) => {
        for (const text of [toChat(flags).error(status, bytes), toMessage(flags).error(status, bytes)]) {
          if (text === null) continue
          const { error } = JSON.parse(text) as { error: { message: unknown; type: unknown } }
          expect([typeof error.message, typeof error.type]).toEqual(['string', 'string'])
        }
      }),
      cases(2),
    )
  })
})
