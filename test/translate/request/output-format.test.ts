import type Anthropic from '@anthropic-ai/sdk'
import { describe, expect, test } from 'vitest'
import { chat, chatWith, made, outcome, refusedAt } from './translated.ts'

const schema = {
  type: 'object' as const,
  properties: { a: { type: 'number' } },
  required: ['a'],
  additionalProperties: false,
} satisfies Anthropic.Tool.InputSchema
const format = { type: 'json_schema', json_schema: { name: 'sum', schema, strict: true } } as const
const open = { type: 'object', additionalProperties: { type: 'number' } }
const openFormat = {
  type: 'json_schema',
  json_schema: { name: 'sums', schema: open, description: 'Sums.' },
} as const
const instruction = {
  type: 'text' as const,
  text: 'Answer with one valid JSON object and nothing else: no text around it, no code fence.',
}
const tools = [{ type: 'function', function: { name: 'answer' } }] as const
const toolMade = { name: 'answer', input_schema: { type: 'object' as const, properties: {} } }
const answer = {
  name: 'answer',
  description: 'The answer. Call it once, at the end.',
  input_schema: schema,
}
const older = 'claude-sonnet-4-20250514'

describe('the form of an answer', () => {
  test('is free where it is a text', () => {
    expect(outcome(chat({ response_format: { type: 'text' } }))).toStrictEqual(made())
  })

  test.each([{ type: 'json_object' }, { type: 'json_schema', json_schema: { name: 'any' } }])(
    'is an instruction after the others where it is any JSON: %j',
    (response_format) => {
      const messages = [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hi' },
      ]
      expect(outcome(chatWith({ messages, response_format }))).toStrictEqual(
        made({ system: [{ type: 'text', text: 'Be brief.' }, instruction] }),
      )
    },
  )

  test('is the schema where the model holds it', () => {
    expect(outcome(chat({ response_format: format, reasoning_effort: 'low' }))).toStrictEqual(
      made({
        output_config: { effort: 'low', format: { type: 'json_schema', schema } },
        thinking: { type: 'adaptive', display: 'summarized' },
      }),
    )
  })

  test('is a tool that must be called where the model does not', () => {
    expect(outcome(chat({ model: older, response_format: format }))).toStrictEqual(
      made(
        {
          model: older,
          tools: [answer],
          tool_choice: { type: 'tool', name: 'answer', disable_parallel_tool_use: true },
        },
        { answerTool: 'answer' },
      ),
    )
  })

  test('is a tool that must be called where the schema cannot be held', () => {
    expect(outcome(chat({ response_format: openFormat }))).toStrictEqual(
      made(
        {
          tools: [{ name: 'answer', description: 'Sums.', input_schema: { ...open, type: 'object' } }],
          tool_choice: { type: 'tool', name: 'answer', disable_parallel_tool_use: true },
        },
        { answerTool: 'answer' },
      ),
    )
  })

  test.each([
    ['auto', { type: 'any', disable_parallel_tool_use: true }],
    ['none', { type: 'tool', name: 'answer_', disable_parallel_tool_use: true }],
  ] as const)('is one tool beside the others: %s', (choice, tool_choice) => {
    const request = chat({ model: older, response_format: format, tools: [...tools], tool_choice: choice })
    expect(outcome(request)).toStrictEqual(
      made(
        { model: older, tools: [toolMade, { ...answer, name: 'answer_' }], tool_choice },
        { answerTool: 'answer_' },
      ),
    )
  })

  test('does not matter to an answer that must be another call', () => {
    const request = chat({
      model: older,
      response_format: format,
      tools: [...tools],
      tool_choice: 'required',
    })
    expect(outcome(request)).toStrictEqual(
      made({ model: older, tools: [toolMade], tool_choice: { type: 'any' } }),
    )
  })

  test.each([
    ['claude-opus-5-5', open],
    [older, { type: 'array', items: { type: 'number' } }],
  ])('is refused where %s has no way to hold %j', (model, unheld) => {
    const response_format = { type: 'json_schema', json_schema: { name: 'a', schema: unheld } }
    expect(outcome(chatWith({ model, response_format }))).toStrictEqual(
      refusedAt('response_format.json_schema.schema'),
    )
  })

  test.each([
    ['response_format', 'json'],
    ['response_format.type', { type: 'xml' }],
    ['response_format.json_schema.schema', { type: 'json_schema', json_schema: { schema: 'a' } }],
  ])('is refused where it is none: %s', (param, response_format) => {
    expect(outcome(chatWith({ response_format }))).toStrictEqual(refusedAt(param))
  })
})
