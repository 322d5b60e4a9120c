import { describe, expect, test } from 'vitest'
import { messageInterpreter } from '../../../src/translate/messages/interpreter.ts'
import { openaiChat } from '../../../src/usage/dialects/openai-chat.ts'
import { chunk, context, counts, done, end, first, sse, translated, usage } from './answer/streams.ts'

const memory = { model: 'fast', stream: true, showsThinking: true, toolNames: new Map<string, string>() }
const interpreter = messageInterpreter(memory, { requestId: 'r1', usage: openaiChat })

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function text(told: Uint8Array | null): string {
  return new TextDecoder().decode(told ?? undefined)
}

describe('the interpreter of chats as messages', () => {
  const answer = [first, chunk({ content: 'Hi' }), end('stop'), usage()]

  test('tells a stream, and its end with the sentinel', () => {
    const stream = sse(...answer, done)
    const filter = interpreter.stream()
    const sent = text(filter.push(bytes(stream)))
    expect([sent, filter.whole?.(), filter.rest()]).toEqual([translated(stream, context).text, true, null])
  })

  test('tells the end of a stream that has no sentinel only when it has ended', () => {
    const filter = interpreter.stream()
    const sent = text(filter.push(bytes(sse(...answer))))
    expect([sent.includes('message_stop'), filter.whole?.()]).toEqual([false, true])
    expect(sent + text(filter.rest())).toBe(translated(sse(...answer)).text)
  })

  test('adds no end to a stream that broke', () => {
    const filter = interpreter.stream()
    filter.push(bytes(sse(...answer)))
    expect(filter.rest()).toBeNull()
  })

  test('tells a whole answer, blank lines before it too', () => {
    const completion = { choices: [{ message: { content: 'Hi' }, finish_reason: 'stop' }], usage: counts }
    const told = JSON.parse(interpreter.answer(bytes(`\n\n${JSON.stringify(completion)}`)) ?? 'null')
    expect([told.id, told.content, told.usage.cache_read_input_tokens]).toEqual([
      'msg_r1',
      [{ type: 'text', text: 'Hi', citations: null }],
      1_024,
    ])
    expect(interpreter.answer(bytes('<html>'))).toBeNull()
  })

  test('tells an error that has words, and no other', () => {
    const error = interpreter.error(429, bytes('{"error":{"message":"Slow down","type":"requests"}}'))
    expect(JSON.parse(error ?? 'null')).toEqual({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Slow down', code: null, param: null },
      request_id: 'r1',
    })
    expect([interpreter.error(502, bytes('<html>')), interpreter.error(502, bytes('{}'))]).toEqual([
      null,
      null,
    ])
  })
})
