import type Anthropic from '@anthropic-ai/sdk'
import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { chat, chatWith, made, outcome, refusedAt } from './translated.ts'

const parameters = {
  type: 'object',
  properties: { a: { $ref: '#/$defs/n', minimum: 1 } },
  $defs: { n: { type: 'number' } },
}
const add = {
  type: 'function',
  function: { name: 'add', description: 'Adds.', parameters },
} satisfies OpenAI.ChatCompletionTool
const sub = { type: 'function', function: { name: 'sub' } } satisfies OpenAI.ChatCompletionTool

const addMade = {
  name: 'add',
  description: 'Adds.',
  input_schema: { ...parameters, type: 'object' as const },
}
const subMade = { name: 'sub', input_schema: { type: 'object' as const, properties: {} } }
const both: Pick<Anthropic.MessageCreateParams, 'tools'> = { tools: [addMade, subMade] }

describe('tools', () => {
  test('are said with their schema as it is', () => {
    expect(outcome(chat({ tools: [add, sub] }))).toStrictEqual(made(both))
  })

  test('can be functions of the older kind, one call an answer', () => {
    const request = chat({ functions: [add.function, sub.function], function_call: { name: 'sub' } })
    expect(outcome(request)).toStrictEqual(
      made(
        { ...both, tool_choice: { type: 'tool', name: 'sub', disable_parallel_tool_use: true } },
        { legacyFunctions: true },
      ),
    )
  })

  test.each([{}, null, { properties: {} }])('take an object, where the schema %j says less', (schema) => {
    const tools = [{ type: 'function', function: { name: 'sub', parameters: schema } }]
    expect(outcome(chatWith({ tools }))).toStrictEqual(made({ tools: [subMade] }))
  })

  const strict = { ...add, function: { ...add.function, strict: true } }
  test('are strict where the model can be', () => {
    const properties = { a: { $ref: '#/$defs/n', description: '{minimum: 1}' } }
    const input_schema = {
      ...parameters,
      type: 'object' as const,
      properties,
      additionalProperties: false,
    }
    const bare = { ...sub, function: { ...sub.function, strict: true } }
    const closed = { ...subMade, input_schema: { ...subMade.input_schema, additionalProperties: false } }
    expect(outcome(chat({ tools: [strict, bare] }))).toStrictEqual(
      made({
        tools: [
          { ...addMade, input_schema, strict: true },
          { ...closed, strict: true },
        ],
      }),
    )
  })

  test.each([
    ['the model', 'claude-sonnet-4-20250514', parameters],
    ['the schema', 'claude-opus-4-6', { type: 'object', additionalProperties: { type: 'string' } }],
  ])('are not strict where %s cannot be, and that is told', (_what, model, schema) => {
    const request = chatWith({
      model,
      tools: [{ type: 'function', function: { name: 'add', parameters: schema, strict: true } }],
    })
    expect(outcome(request)).toStrictEqual(
      made(
        { model, tools: [{ name: 'add', input_schema: { ...schema, type: 'object' } }] },
        { dropped: ['tools[].function.strict'] },
      ),
    )
  })

  test('lose fields that nobody knows, by name', () => {
    const tools = [{ ...sub, colour: 'red', function: { ...sub.function, strict: false, size: 1 } }]
    expect(outcome(chatWith({ tools }))).toStrictEqual(
      made({ tools: [subMade] }, { dropped: ['tools[].colour', 'tools[].function.size'] }),
    )
  })

  test.each([
    ['tools', {}],
    ['tools[0]', ['add']],
    ['tools[0].type', [{ type: 'web_search' }]],
    ['tools[0].function', [{ type: 'function' }]],
    ['tools[0].function.name', [{ type: 'function', function: { name: '' } }]],
    ['tools[0].function.parameters', [{ type: 'function', function: { name: 'a', parameters: [] } }]],
    ['tools[1]', [sub, { type: 'custom', custom: { name: 'a' } }]],
  ])('are refused by name: %s', (param, tools) => {
    expect(outcome(chatWith({ tools }))).toStrictEqual(refusedAt(param))
  })

  test('that a conversation speaks of and the request lacks are said, and none may be called', () => {
    const request = chat({
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          tool_calls: [{ id: 'a', type: 'function', function: { name: 'sub', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'a', content: 'x' },
      ],
      tool_choice: 'auto',
      parallel_tool_calls: false,
    })
    expect(outcome(request)).toStrictEqual(
      made({
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: 'sub', input: {} }] },
          {
            role: 'user',
            content: [{ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: 'x' }] }],
          },
        ],
        tools: [subMade],
        tool_choice: { type: 'none' },
      }),
    )
  })
})

describe('which tool is called', () => {
  test.each<[OpenAI.ChatCompletionToolChoiceOption, Anthropic.ToolChoice]>([
    ['auto', { type: 'auto' }],
    ['none', { type: 'none' }],
    ['required', { type: 'any' }],
    [
      { type: 'function', function: { name: 'sub' } },
      { type: 'tool', name: 'sub' },
    ],
  ])('%j', (tool_choice, said) => {
    expect(outcome(chat({ tools: [add, sub], tool_choice }))).toStrictEqual(
      made({ ...both, tool_choice: said }),
    )
  })

  test.each<[OpenAI.ChatCompletionToolChoiceOption | undefined, Anthropic.ToolChoice]>([
    [undefined, { type: 'auto', disable_parallel_tool_use: true }],
    ['auto', { type: 'auto', disable_parallel_tool_use: true }],
    ['required', { type: 'any', disable_parallel_tool_use: true }],
    ['none', { type: 'none' }],
    [
      { type: 'function', function: { name: 'sub' } },
      { type: 'tool', name: 'sub', disable_parallel_tool_use: true },
    ],
  ])('%j, one at a time', (tool_choice, said) => {
    const choice = tool_choice && { tool_choice }
    const request = chat({ tools: [add, sub], ...choice, parallel_tool_calls: false })
    expect(outcome(request)).toStrictEqual(made({ ...both, tool_choice: said }))
  })

  test.each([
    ['auto', 'auto'],
    ['required', 'any'],
  ] as const)('of those allowed: %s', (mode, type) => {
    const tools = [{ type: 'function', function: { name: 'sub' } }]
    const tool_choice = { type: 'allowed_tools', allowed_tools: { mode, tools } } as const
    expect(outcome(chat({ tools: [add, sub], tool_choice }))).toStrictEqual(
      made({ tools: [subMade], tool_choice: { type } }),
    )
  })

  test('is not said where there are no tools', () => {
    const request = chat({ tools: [], tool_choice: 'none', parallel_tool_calls: false })
    expect(outcome(request)).toStrictEqual(made())
  })

  test.each([
    ['tool_choice', [], 'required'],
    ['tool_choice', [add], 'any'],
    ['tool_choice', [add], 'constructor'],
    ['tool_choice', [add], 7],
    ['tool_choice', [add], { type: 'function' }],
    ['tool_choice', [add], { type: 'function', function: { name: 'sub' } }],
    ['tool_choice.allowed_tools.mode', [add], { allowed_tools: { mode: 'none', tools: [] } }],
    ['tool_choice.allowed_tools.tools', [add], { allowed_tools: { mode: 'auto', tools: 'add' } }],
    ['tool_choice.allowed_tools.tools', [add], { allowed_tools: { mode: 'auto', tools: [sub] } }],
    ['tool_choice', [add], { allowed_tools: { mode: 'required', tools: [] } }],
  ])('is refused by name: %s of %j and %j', (param, tools, tool_choice) => {
    expect(outcome(chatWith({ tools, tool_choice }))).toStrictEqual(refusedAt(param))
  })

  test.each(['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-fable-5-1', 'claude-mythos-preview'])(
    'cannot be decided for %s',
    (model) => {
      expect(outcome(chat({ model, tools: [add], tool_choice: 'required' }))).toStrictEqual({
        reason: 'bad_request',
        param: 'tool_choice',
        message:
          '`tool_choice`: this model cannot be made to call a tool. Send `auto`, and ask for the call in the prompt.',
      })
    },
  )
})
