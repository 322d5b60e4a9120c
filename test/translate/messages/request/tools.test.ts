import { describe, expect, test } from 'vitest'
import { made, message, messageWith, outcome, refusedAt } from './translated.ts'

const schema = { type: 'object' as const, properties: { city: { type: 'string' } } }
const closed = { ...schema, required: ['city'], additionalProperties: false }
const weather = { name: 'weather', description: 'Tells it.', input_schema: schema }
const said = {
  type: 'function' as const,
  function: { name: 'weather', description: 'Tells it.', parameters: schema },
}

describe('a tool', () => {
  test('is a function', () => {
    expect(outcome(message({ tools: [weather, { ...weather, name: 'f', type: 'custom' }] }))).toStrictEqual(
      made({ tools: [said, { ...said, function: { ...said.function, name: 'f' } }] }),
    )
  })

  test.each([
    ['without properties', { type: 'object' }, { type: 'object', properties: {} }],
    ['that says nothing', {}, { type: 'object', properties: {} }],
    ['without a type', { properties: {} }, { type: 'object', properties: {} }],
    ['with its language', { $schema: 'http://json-schema.org/draft-07/schema#', ...schema }, schema],
    ['with definitions', { ...schema, $defs: { a: {} } }, { ...schema, $defs: { a: {} } }],
  ])('has a schema that is an object’s: %s', (_name, input_schema, parameters) => {
    expect(outcome(messageWith({ tools: [{ name: 'f', input_schema }] }))).toStrictEqual(
      made({ tools: [{ type: 'function', function: { name: 'f', parameters } }] }),
    )
  })

  test('is strict where its schema can be held to the letter', () => {
    const nested = { ...closed, properties: { city: { anyOf: [closed, { type: 'array', items: closed }] } } }
    const opens = [
      schema,
      { ...closed, required: [] },
      { ...closed, properties: { city: schema } },
      { ...closed, properties: { city: { type: 'array', items: schema } } },
      { ...closed, allOf: [] },
      { ...closed, $defs: { a: schema } },
      { ...closed, additionalProperties: { type: 'string' } },
    ]
    const of = (input_schema: object) => {
      const told = outcome(messageWith({ tools: [{ name: 'f', strict: true, input_schema }] }))
      return 'body' in told
        ? [JSON.stringify(told.body['tools']).includes('"strict":true'), told.dropped]
        : told
    }
    expect([closed, nested].map(of)).toEqual([
      [true, []],
      [true, []],
    ])
    expect(opens.map(of)).toEqual(opens.map(() => [false, ['tools[].strict']]))
  })

  test('loses by name what functions do not have, unless it asks for nothing', () => {
    const lost = {
      cache_control: { type: 'ephemeral' },
      defer_loading: true,
      eager_input_streaming: true,
      input_examples: [{ city: 'Bern' }],
      allowed_callers: ['code_execution_20250825'],
      other: 1,
    }
    const idle = {
      cache_control: null,
      defer_loading: false,
      eager_input_streaming: false,
      input_examples: [],
      allowed_callers: ['direct'],
    }
    const dropped = [
      'cache_control',
      'tools[].defer_loading',
      'tools[].eager_input_streaming',
      'tools[].input_examples',
      'tools[].allowed_callers',
      'tools[].other',
    ]
    expect(
      [lost, idle].map((more) => outcome(messageWith({ tools: [{ ...weather, ...more }] }))),
    ).toStrictEqual([made({ tools: [said] }, { dropped }), made({ tools: [said] })])
  })

  test.each([
    ['web_search_20250305', 'web_search'],
    ['code_execution_20260120', 'code_execution'],
    ['bash_20250124', 'bash'],
    ['mcp_toolset', 'x'],
  ])('that runs at Anthropic is refused by name: %s', (type, name) => {
    expect(outcome(messageWith({ tools: [weather, { type, name }] }))).toEqual(refusedAt('tools[1]'))
  })

  test.each<[string, unknown, string]>([
    ['no list', {}, 'tools'],
    ['no object', ['f'], 'tools[0]'],
    ['no name', [{ input_schema: schema }], 'tools[0].name'],
    ['a name twice', [weather, weather], 'tools[1].name'],
    ['no schema', [{ name: 'f' }], 'tools[0].input_schema'],
  ])('of a wrong form is refused by name: %s', (_name, tools, param) => {
    expect(outcome(messageWith({ tools }))).toEqual(refusedAt(param))
  })
})

describe('a name that chats forbid', () => {
  const long = `mcp__${'server'.repeat(10)}__weather`
  const other = `${long}s`

  test('is said differently wherever it stands, always in the same way, and known on the way back', () => {
    const ask = () =>
      outcome(
        messageWith({
          messages: [
            { role: 'user', content: 'Hi' },
            { role: 'assistant', content: [{ type: 'tool_use', id: 'a', name: long, input: {} }] },
            { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'a' }] },
          ],
          tools: [long, other, 'a.b', 'plain'].map((name) => ({ name, input_schema: schema })),
          tool_choice: { type: 'tool', name: other },
        }),
      )
    const told = ask()
    if (!('body' in told)) throw new Error('refused')
    const sent = told.body as {
      messages: { tool_calls?: { function: { name: string } }[] }[]
      tools: { function: { name: string } }[]
      tool_choice: { function: { name: string } }
    }
    const names = sent.tools.map((tool) => tool.function.name)
    expect(names.map((name) => /^[\w-]{1,64}$/.test(name))).toEqual([true, true, true, true])
    expect(names.map((name) => told.memory.toolNames.get(name) ?? name)).toEqual([
      long,
      other,
      'a.b',
      'plain',
    ])
    expect([sent.messages[1]?.tool_calls?.[0]?.function.name, sent.tool_choice.function.name]).toEqual(
      names.slice(0, 2),
    )
    expect(ask()).toStrictEqual(told)
  })
})

describe('a choice of tools', () => {
  const tools = [weather]

  test.each([
    [{ type: 'auto' }, {}],
    [{ type: 'none' }, { tool_choice: 'none' }],
    [{ type: 'any' }, { tool_choice: 'required' }],
    [{ type: 'tool', name: 'weather' }, { tool_choice: { type: 'function', function: { name: 'weather' } } }],
    [{ type: 'auto', disable_parallel_tool_use: true }, { parallel_tool_calls: false }],
    [
      { type: 'any', disable_parallel_tool_use: true },
      { tool_choice: 'required', parallel_tool_calls: false },
    ],
    [{ type: 'auto', disable_parallel_tool_use: false }, {}],
  ] as const)('%j is %j', (tool_choice, expected) => {
    expect(outcome(message({ tools, tool_choice }))).toStrictEqual(made({ tools: [said], ...expected }))
  })

  test('of one at a time is dropped and named where the model has none', () => {
    const tool_choice = { type: 'auto', disable_parallel_tool_use: true } as const
    expect(outcome(message({ model: 'o3', tools, tool_choice }))).toStrictEqual(
      made({ model: 'o3', tools: [said] }, { dropped: ['tool_choice.disable_parallel_tool_use'] }),
    )
  })

  test.each([{ type: 'auto', disable_parallel_tool_use: true }, { type: 'none' }] as const)(
    'without tools is none: %j',
    (tool_choice) => {
      expect(outcome(message({ tools: [], tool_choice }))).toStrictEqual(made())
    },
  )

  test.each<[string, object, string]>([
    ['no object', { tools, tool_choice: 'auto' }, 'tool_choice'],
    ['another type', { tools, tool_choice: { type: 'some' } }, 'tool_choice.type'],
    ['a tool that is not there', { tools, tool_choice: { type: 'tool', name: 'f' } }, 'tool_choice.name'],
    ['any of none', { tool_choice: { type: 'any' } }, 'tool_choice'],
  ])('of a wrong form is refused by name: %s', (_name, more, param) => {
    expect(outcome(messageWith(more))).toEqual(refusedAt(param))
  })
})
