import { describe, expect, test } from 'vitest'
import { chat, chatWith, made, outcome, refusedAt } from './translated.ts'

const call = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } } as const
const stand = { name: 'add', input_schema: { type: 'object', properties: {} } } as const
const spoken = { tools: [{ ...stand }], tool_choice: { type: 'none' } } as const

describe('instructions', () => {
  test('before the conversation are the system', () => {
    const request = chat({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'developer', content: [{ type: 'text', text: 'Be kind.' }] },
        { role: 'user', content: 'Hi' },
      ],
    })
    expect(outcome(request)).toStrictEqual(
      made({
        system: [
          { type: 'text', text: 'Be brief.' },
          { type: 'text', text: 'Be kind.' },
        ],
      }),
    )
  })

  const later = [
    { role: 'user', content: 'Hi' },
    { role: 'assistant', content: 'Hello' },
    { role: 'developer', content: 'Be brief.' },
    { role: 'user', content: 'Why?' },
  ] as const

  test('in mid-conversation stay where they are, between tags', () => {
    expect(outcome(chat({ messages: [...later] }))).toStrictEqual(
      made({
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] },
          {
            role: 'user',
            content: [
              { type: 'text', text: '<system>\nBe brief.\n</system>' },
              { type: 'text', text: 'Why?' },
            ],
          },
        ],
      }),
    )
  })

  test('in mid-conversation are a turn of the system where the model knows such', () => {
    const model = 'claude-opus-4-8'
    const messages = [...later, { role: 'assistant', content: 'So.' }, { role: 'system', content: 'End.' }]
    expect(outcome(chatWith({ model, messages }))).toStrictEqual(
      made({
        model,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          { role: 'assistant', content: [{ type: 'text', text: 'Hello' }] },
          { role: 'user', content: [{ type: 'text', text: 'Why?' }] },
          { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
          { role: 'assistant', content: [{ type: 'text', text: 'So.' }] },
          { role: 'user', content: [{ type: 'text', text: '<system>\nEnd.\n</system>' }] },
        ],
      }),
    )
  })

  test('without a conversation are what the user says', () => {
    expect(outcome(chat({ messages: [{ role: 'system', content: 'Hi' }] }))).toStrictEqual(made())
  })
})

describe('turns', () => {
  test('of one role in a row are one', () => {
    const request = chat({
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'user', content: 'there' },
        { role: 'assistant', content: 'Hello' },
        { role: 'assistant', content: 'you' },
        { role: 'user', content: 'Bye' },
      ],
    })
    expect(outcome(request)).toStrictEqual(
      made({
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Hi' },
              { type: 'text', text: 'there' },
            ],
          },
          {
            role: 'assistant',
            content: [
              { type: 'text', text: 'Hello' },
              { type: 'text', text: 'you' },
            ],
          },
          { role: 'user', content: [{ type: 'text', text: 'Bye' }] },
        ],
      }),
    )
  })

  test('without a word are left out', () => {
    const request = chat({
      messages: [
        { role: 'user', content: ' \n' },
        { role: 'user', content: [] },
        { role: 'assistant', content: null },
        { role: 'assistant', content: '' },
        {
          role: 'user',
          content: [
            { type: 'text', text: '' },
            { type: 'text', text: 'Hi' },
          ],
        },
      ],
    })
    expect(outcome(request)).toStrictEqual(made())
  })

  test('begin with the user, and end without white space where the assistant is to go on', () => {
    const request = chat({ messages: [{ role: 'assistant', content: 'The answer is: ' }] })
    expect(outcome(request)).toStrictEqual(
      made({
        messages: [
          { role: 'user', content: [{ type: 'text', text: '(The conversation begins.)' }] },
          { role: 'assistant', content: [{ type: 'text', text: 'The answer is:' }] },
        ],
      }),
    )
  })

  test('can be of more parts than a call has arguments', { timeout: 30_000 }, () => {
    const content = Array.from({ length: 150_000 }, () => ({ type: 'text' as const, text: 'a' }))
    const messages = [
      { role: 'system', content },
      { role: 'user', content },
      { role: 'assistant', content },
      { role: 'system', content },
      { role: 'user', content: 'Hi' },
    ]
    const { body } = outcome(chatWith({ model: 'claude-opus-5', messages })) as {
      body: Record<string, unknown>
    }
    const turns = body['messages'] as { role: string; content: unknown[] }[]
    expect(turns.map((turn) => [turn.role, turn.content.length])).toEqual([
      ['user', 150_000],
      ['assistant', 150_000],
      ['user', 1],
      ['system', 150_000],
    ])
  })

  test('of an assistant that refused say its refusal', () => {
    const request = chat({
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }], refusal: 'Never.' },
        { role: 'user', content: 'Why?' },
      ],
    })
    expect(outcome(request)).toStrictEqual(
      made({
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          {
            role: 'assistant',
            content: [
              { type: 'text', text: 'No.' },
              { type: 'text', text: 'Never.' },
            ],
          },
          { role: 'user', content: [{ type: 'text', text: 'Why?' }] },
        ],
      }),
    )
  })
})

describe('calls and results', () => {
  test('in parallel: all results first, in one turn of the user', () => {
    const request = chat({
      messages: [
        { role: 'user', content: 'Hi' },
        {
          role: 'assistant',
          content: 'Adding.',
          tool_calls: [call, { ...call, id: 'call_2', function: { name: 'add', arguments: '' } }],
        },
        { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'two' }] },
        { role: 'user', content: 'And?' },
        { role: 'tool', tool_call_id: 'call_1', content: '' },
      ],
      tools: [{ type: 'function', function: { name: 'add' } }],
    })
    expect(outcome(request)).toStrictEqual(
      made({
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          {
            role: 'assistant',
            content: [
              { type: 'text', text: 'Adding.' },
              { type: 'tool_use', id: 'call_1', name: 'add', input: { a: 1 } },
              { type: 'tool_use', id: 'call_2', name: 'add', input: {} },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 'call_2', content: [{ type: 'text', text: 'two' }] },
              { type: 'tool_result', tool_use_id: 'call_1' },
              { type: 'text', text: 'And?' },
            ],
          },
        ],
        tools: [{ ...stand }],
      }),
    )
  })

  test('of functions are known by the name', () => {
    const request = chat({
      messages: [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content: null, function_call: { name: 'add', arguments: '{}' } },
        { role: 'function', name: 'add', content: '3' },
      ],
      functions: [{ name: 'add' }],
    })
    expect(outcome(request)).toStrictEqual(
      made(
        {
          messages: [
            { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
            {
              role: 'assistant',
              content: [{ type: 'tool_use', id: 'function_add', name: 'add', input: {} }],
            },
            {
              role: 'user',
              content: [
                { type: 'tool_result', tool_use_id: 'function_add', content: [{ type: 'text', text: '3' }] },
              ],
            },
          ],
          tools: [{ ...stand }],
          tool_choice: { type: 'auto', disable_parallel_tool_use: true },
        },
        { legacyFunctions: true },
      ),
    )
  })

  test('get identifiers that the API takes, each once in a conversation', () => {
    const round = [
      {
        role: 'assistant',
        tool_calls: [
          { ...call, id: 'a:0' },
          { ...call, id: 'a.0' },
        ],
      },
      { role: 'tool', tool_call_id: 'a.0', content: 'x' },
      { role: 'tool', tool_call_id: 'a:0', content: 'y' },
    ]
    const use = { type: 'tool_use', name: 'add', input: { a: 1 } } as const
    function said(first: string, second: string) {
      return [
        {
          role: 'assistant',
          content: [
            { ...use, id: first },
            { ...use, id: second },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: second, content: [{ type: 'text', text: 'x' }] },
            { type: 'tool_result', tool_use_id: first, content: [{ type: 'text', text: 'y' }] },
          ],
        },
      ] as const
    }
    const messages = [{ role: 'user', content: 'Hi' }, ...round, ...round]
    expect(outcome(chatWith({ messages }))).toMatchObject({
      body: {
        ...spoken,
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          ...said('a_0', 'a_0_2'),
          ...said('a_0_3', 'a_0_4'),
        ],
      },
    })
  })

  test.each([
    ['{"id": 12345678901234567890, "b": 1.10}', '{"id":12345678901234567890,"b":1.1}'],
    [
      '{"id": 1234567890123456, "text": "12345678901234567890"}',
      '{"id":1234567890123456,"text":"12345678901234567890"}',
    ],
    ['not JSON', '{"invalid_arguments":"not JSON"}'],
    ['{"a": "cut o', '{"invalid_arguments":"{\\"a\\": \\"cut o"}'],
    ['[1]', '{"invalid_arguments":"[1]"}'],
    ['null', '{"invalid_arguments":"null"}'],
    [' ', '{}'],
  ])('with the arguments %s', (text, input) => {
    const request = chat({
      messages: [
        { role: 'assistant', tool_calls: [{ ...call, function: { name: 'add', arguments: text } }] },
        { role: 'tool', tool_call_id: 'call_1', content: 'x' },
      ],
    })
    expect(JSON.stringify(outcome(request))).toContain(`"name":"add","input":${input}}`)
  })
})

describe('what is no conversation is refused by name', () => {
  const user = { role: 'user', content: 'Hi' }
  const calls = { role: 'assistant', tool_calls: [call] }
  const answer = { role: 'tool', tool_call_id: 'call_1', content: 'x' }
  test.each([
    ['no list', {}, 'messages'],
    ['an empty list', [], 'messages'],
    ['nothing but white space', [{ role: 'user', content: ' ' }], 'messages'],
    ['no message', ['Hi'], 'messages[0]'],
    ['an unknown role', [user, { role: 'critic', content: 'x' }], 'messages[1].role'],
    ['a role of Object', [{ role: 'constructor', content: 'x' }], 'messages[0].role'],
    ['no content', [{ role: 'user', content: 7 }], 'messages[0].content'],
    ['a result without an id', [user, calls, { role: 'tool', content: 'x' }], 'messages[2].tool_call_id'],
    ['a result without its call', [user, answer], 'messages[1].tool_call_id'],
    [
      'a result of an older call',
      [user, calls, answer, { role: 'assistant', content: 'x' }, answer],
      'messages[4].tool_call_id',
    ],
    ['two results of a call', [user, calls, answer, answer], 'messages[3].tool_call_id'],
    [
      'a function’s result without its call',
      [user, { role: 'function', name: 'add', content: 'x' }],
      'messages[1].name',
    ],
    ['calls that are no list', [{ role: 'assistant', tool_calls: {} }], 'messages[0].tool_calls'],
    ['a call that is none', [{ role: 'assistant', tool_calls: [1] }], 'messages[0].tool_calls[0]'],
    [
      'a call without an id',
      [{ role: 'assistant', tool_calls: [{ ...call, id: '' }] }],
      'messages[0].tool_calls[0].id',
    ],
    [
      'two calls with an id',
      [{ role: 'assistant', tool_calls: [call, call] }],
      'messages[0].tool_calls[1].function',
    ],
    [
      'a call without a name',
      [{ role: 'assistant', tool_calls: [{ id: 'a' }] }],
      'messages[0].tool_calls[0].function.name',
    ],
    [
      'a call of a custom tool',
      [{ role: 'assistant', tool_calls: [{ id: 'a', type: 'custom', custom: {} }] }],
      'messages[0].tool_calls[0]',
    ],
    ['an earlier spoken answer', [{ role: 'assistant', audio: { id: 'a' } }], 'messages[0].audio'],
  ])('%s', (_what, messages, param) => {
    expect(outcome(chatWith({ messages }))).toStrictEqual(refusedAt(param))
  })

  test.each([
    ['before the next answer', [user, calls, user, { role: 'assistant', content: 'x' }], 'messages[3]'],
    ['at the end', [user, calls], 'messages'],
  ])('a call without its result %s', (_where, messages, param) => {
    expect(outcome(chatWith({ messages }))).toStrictEqual({
      reason: 'bad_request',
      param,
      message:
        'The tool call call_1 has no result before the next answer. Send a message with the role `tool` and its id ' +
        'as `tool_call_id` for each call.',
    })
  })
})
