import { describe, expect, test } from 'vitest'
import { translateAnswer } from '../../../src/translate/answer/answer.ts'
import { context, end, message, sse, start, toolUse, call, text, translated, chunksOf } from './streams.ts'

const reasons = [
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['pause_turn', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['refusal', 'content_filter'],
] as const

function streamed(events: Parameters<typeof sse>[0], how = context): unknown[] {
  return chunksOf(translated(sse(events), how).text).flatMap((chunk) => {
    const reason = (chunk as { choices?: { finish_reason?: unknown }[] }).choices?.[0]?.finish_reason
    return typeof reason === 'string' ? [reason] : []
  })
}

function whole(members: Parameters<typeof message>[0], how = context): unknown {
  const [choice] = translateAnswer(message(members), how)['choices'] as { finish_reason: unknown }[]
  return choice?.finish_reason
}

describe('the stop reason', () => {
  test.each(reasons)('%s is the finish reason %s, whole and streamed', (stopReason, finishReason) => {
    expect(whole({ stop_reason: stopReason })).toBe(finishReason)
    expect(streamed([start(), ...text(0, 'hi'), ...end(stopReason)])).toEqual([finishReason])
  })

  test('tool_use is tool_calls, or function_call to a client of functions', () => {
    const events = [start(), ...call(0, 'toolu_1', 'weather'), ...end('tool_use')]
    const members: Parameters<typeof message>[0] = {
      content: [toolUse('toolu_1', 'weather')],
      stop_reason: 'tool_use',
    }
    const legacy = { ...context, legacyFunctions: true }
    expect([whole(members), streamed(events)]).toEqual(['tool_calls', ['tool_calls']])
    expect([whole(members, legacy), streamed(events, legacy)]).toEqual(['function_call', ['function_call']])
  })

  test('tool_use is stop when the tool was the answer, and tool_calls when others were called beside it', () => {
    const how = { ...context, answerTool: 'answer' }
    const alone = [start(), ...call(0, 'toolu_1', 'answer'), ...end('tool_use')]
    const both = [
      start(),
      ...call(0, 'toolu_1', 'answer'),
      ...call(1, 'toolu_2', 'weather'),
      ...end('tool_use'),
    ]
    expect([streamed(alone, how), streamed(both, how)]).toEqual([['stop'], ['tool_calls']])
    const answer = toolUse('toolu_1', 'answer')
    expect(whole({ content: [answer], stop_reason: 'tool_use' }, how)).toBe('stop')
    const others = [answer, toolUse('toolu_2', 'weather')]
    expect(whole({ content: others, stop_reason: 'tool_use' }, how)).toBe('tool_calls')
  })

  test('none, or one that nobody knows, is stop', () => {
    expect(whole({ stop_reason: null })).toBe('stop')
    expect(streamed([start(), { type: 'message_stop' }])).toEqual(['stop'])
    expect(translateAnswer({ stop_reason: 'compaction' }, context)['choices']).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: '', refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ])
  })
})
