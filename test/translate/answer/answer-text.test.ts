import { describe, expect, test } from 'vitest'
import { translateAnswer } from '../../../src/translate/answer/answer.ts'
import { translateAnswerText } from '../../../src/translate/answer/answer-text.ts'
import { context, message, toolUse } from './streams.ts'

describe('the text of a message', () => {
  test('becomes that of its chat completion', () => {
    const whole = message({ content: [toolUse('toolu_1', 'weather', { city: 'Zürich' })] })
    expect(translateAnswerText(JSON.stringify(whole), context)).toBe(
      JSON.stringify(translateAnswer(whole, context)),
    )
  })

  test('keeps every digit of a tool’s input', () => {
    const input =
      '{"id":12345678901234567890,"ids":[-9007199254740993],"text":"12345678901234567890","rate":0.1}'
    const block = `{"type":"tool_use","id":"toolu_1","name":"post","input":${input}}`
    const told = translateAnswerText(`{"content":[${block}],"stop_reason":"tool_use"}`, context)
    expect(JSON.parse(told ?? 'null')).toStrictEqual({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_790_000_000,
      model: 'claude',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content: null,
            refusal: null,
            tool_calls: [{ id: 'toolu_1', type: 'function', function: { name: 'post', arguments: input } }],
          },
          logprobs: null,
          finish_reason: 'tool_calls',
        },
      ],
    })
  })

  test.each([
    ['no JSON', '<html>'],
    ['no object', '[1]'],
    ['an error', '{"type":"error","error":{"type":"api_error","message":"x"}}'],
    ['a content of another kind', '{"content":"hi"}'],
    [
      'a tool’s input without end',
      `{"content":[{"type":"tool_use","input":${'['.repeat(99_999)}${']'.repeat(99_999)}}]}`,
    ],
  ])('is null when it is %s', (_what, text) => {
    expect(translateAnswerText(text, context)).toBeNull()
  })
})
