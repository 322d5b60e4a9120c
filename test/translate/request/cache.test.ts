import { describe, expect, test } from 'vitest'
import { chatWith, made, outcome } from './translated.ts'

const mark = { cache_control: { type: 'ephemeral' } } as const
const hour = { cache_control: { type: 'ephemeral', ttl: '1h' } } as const
const tools = [
  { type: 'function', function: { name: 'add' } },
  { type: 'function', function: { name: 'sub' } },
]
const input_schema = { type: 'object' as const, properties: {} }
const messages = [
  { role: 'system', content: 'Be brief.' },
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'Hi' },
]

describe('a mark of the client is passed on', () => {
  test('from messages, parts, calls and results', () => {
    const call = { id: 'a', type: 'function', function: { name: 'add', arguments: '{}' } }
    const request = chatWith({
      messages: [
        { role: 'system', content: 'Be brief.', ...hour },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi', ...mark },
            { type: 'text', text: 'you' },
          ],
        },
        { role: 'assistant', content: 'Hm.', tool_calls: [call], ...mark },
        { role: 'tool', tool_call_id: 'a', content: [{ type: 'text', text: '3' }], ...mark },
      ],
      tools,
    })
    expect(outcome(request, { cache: '5m' })).toStrictEqual(
      made({
        system: [{ type: 'text', text: 'Be brief.', ...hour }],
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'Hi', ...mark },
              { type: 'text', text: 'you' },
            ],
          },
          {
            role: 'assistant',
            content: [
              { type: 'text', text: 'Hm.' },
              { type: 'tool_use', id: 'a', name: 'add', input: {}, ...mark },
            ],
          },
          {
            role: 'user',
            content: [
              { type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: '3' }], ...mark },
            ],
          },
        ],
        tools: [
          { name: 'add', input_schema },
          { name: 'sub', input_schema },
        ],
      }),
    )
  })

  test('from tools, in both places where clients write it', () => {
    const marked = [
      { ...tools[0], ...mark },
      { ...tools[1], function: { name: 'sub', ...hour } },
    ]
    expect(outcome(chatWith({ tools: marked }), { cache: '1h' })).toStrictEqual(
      made({
        tools: [
          { name: 'add', input_schema, ...mark },
          { name: 'sub', input_schema, ...hour },
        ],
      }),
    )
  })

  test('from the request itself', () => {
    expect(outcome(chatWith({ messages, ...mark }), { cache: '5m' })).toStrictEqual(
      made({
        system: [
          { type: 'text', text: 'Be brief.' },
          { type: 'text', text: 'Be kind.' },
        ],
        ...mark,
      }),
    )
  })

  test.each([
    [{}, mark],
    [{ ttl: '30m' }, hour],
    [{ ttl: '12h' }, hour],
  ])('from OpenAI’s own breakpoint: %j', (more, said) => {
    const part = { type: 'text', text: 'Hi', prompt_cache_breakpoint: { mode: 'explicit', ...more } }
    expect(outcome(chatWith({ messages: [{ role: 'user', content: [part] }] }))).toStrictEqual(
      made({ messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi', ...said }] }] }),
    )
  })

  test('but not to thinking, which bears none, nor to nothing, which is told', () => {
    const thinking_blocks = [{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' }]
    const asked = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: '', thinking_blocks, ...mark },
      { role: 'user', content: '', ...mark },
    ]
    expect(outcome(chatWith({ messages: asked }))).toStrictEqual(
      made(
        {
          messages: [
            { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
            { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm.', signature: 'c2ln' }] },
          ],
        },
        { dropped: ['messages[].cache_control'] },
      ),
    )
  })
})

describe('where a client marks nothing', () => {
  test.each([
    ['off', {}],
    ['5m', mark],
    ['1h', hour],
  ] as const)('%s marks the last tool and the last text of the system', (cache, said) => {
    expect(outcome(chatWith({ messages, tools }), { cache })).toStrictEqual(
      made({
        system: [
          { type: 'text', text: 'Be brief.' },
          { type: 'text', text: 'Be kind.', ...said },
        ],
        tools: [
          { name: 'add', input_schema },
          { name: 'sub', input_schema, ...said },
        ],
      }),
    )
  })

  test('and there is no system and no tool, nothing is marked', () => {
    expect(outcome(chatWith({}), { cache: '1h' })).toStrictEqual(made())
  })
})
