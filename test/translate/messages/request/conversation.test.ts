import { describe, expect, test } from 'vitest'
import { parseExactly } from '../../../../src/translate/exact-json.ts'
import { made, message, messageWith, outcome, refusedAt } from './translated.ts'

const hi = { role: 'user', content: 'Hi' } as const
const use = (id: string, name = 'f', input: unknown = { a: 1 }) => ({ type: 'tool_use', id, name, input })
const result = (tool_use_id: string, content?: unknown, more = {}) => ({
  type: 'tool_result',
  tool_use_id,
  ...(content !== undefined && { content }),
  ...more,
})
const call = (id: string, name = 'f', args = '{"a":1}') => ({
  id,
  type: 'function',
  function: { name, arguments: args },
})
const png = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AA' } }
const pngPart = { type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } }

function said(messages: readonly object[], more: object = {}, means = {}) {
  const told = outcome(messageWith({ messages, ...more }), means)
  return 'body' in told ? { messages: told.body['messages'], dropped: told.dropped } : told
}

function told(messages: readonly object[], dropped: string[] = []) {
  return { messages, dropped }
}

describe('the system', () => {
  test.each([
    ['a text', 'Be brief.', 'Be brief.'],
    [
      'blocks',
      [
        { type: 'text', text: 'Be brief.' },
        { type: 'text', text: 'Be kind.' },
      ],
      'Be brief.\n\nBe kind.',
    ],
  ])('is the first message: %s', (_name, system, content) => {
    expect(said([hi], { system })).toStrictEqual(told([{ role: 'system', content }, hi]))
  })

  test('is nothing where it says nothing', () => {
    expect(said([hi], { system: [{ type: 'text', text: '' }] })).toStrictEqual(told([hi]))
  })

  test('loses Claude Code’s line for Anthropic, which no cache survives', () => {
    const system = [
      { type: 'text', text: 'x-anthropic-billing-header: cc_version=2.1; cch=00000;' },
      { type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } },
    ]
    expect(said([hi], { system })).toStrictEqual(
      told([{ role: 'system', content: 'Be brief.' }, hi], ['system[].billing_header', 'cache_control']),
    )
  })

  test('takes nothing but texts', () => {
    expect(said([hi], { system: [png] })).toEqual(refusedAt('system[0]'))
    expect(said([hi], { system: [{ type: 'text' }] })).toEqual(refusedAt('system[0].text'))
  })

  test('in mid-conversation stays where it was, in the user’s words where the model knows no other', () => {
    const messages = [
      { role: 'system', content: 'First.' },
      hi,
      { role: 'system', content: 'Then.' },
      { role: 'assistant', content: 'Hello' },
      hi,
    ]
    const assistant = { role: 'assistant', content: 'Hello' }
    const first = { role: 'system', content: 'First.' }
    expect(said(messages)).toStrictEqual(
      told([first, { role: 'user', content: 'Hi\n\n<system>\nThen.\n</system>' }, assistant, hi]),
    )
    expect(said(messages, { model: 'gpt-4.1' })).toStrictEqual(
      told([first, hi, { role: 'system', content: 'Then.' }, assistant, hi]),
    )
  })
})

describe('a message', () => {
  test('that was for one turn is left out after it', () => {
    const once = { role: 'system', content: 'Once.', clear_at: 'next_user_message' }
    const hello = { role: 'assistant', content: 'Hello' }
    const shown = { role: 'user', content: 'Hi\n\n<system>\nOnce.\n</system>' }
    expect([said([hi, once]), said([hi, once, hello, hi])]).toStrictEqual([
      told([shown]),
      told([hi, hello, hi]),
    ])
  })

  test('loses by name what chats do not have, unless it is empty', () => {
    const lost = { ...hi, output_config: { effort: 'low' }, mood: 'good' }
    const idle = { ...hi, output_config: {}, id: null }
    expect([said([lost]), said([idle])]).toStrictEqual([
      told([hi], ['messages[].output_config', 'messages[].mood']),
      told([hi]),
    ])
  })
})

describe('what a user says', () => {
  test.each<[string, unknown, unknown]>([
    [
      'texts',
      [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      'a\n\nb',
    ],
    ['a picture', [{ type: 'text', text: 'a' }, png], [{ type: 'text', text: 'a' }, pngPart]],
    [
      'a picture by its address',
      [{ type: 'image', source: { type: 'url', url: 'https://cats.example/1.png' } }],
      [{ type: 'image_url', image_url: { url: 'https://cats.example/1.png' } }],
    ],
    [
      'a document of text',
      [
        {
          type: 'document',
          title: 'T',
          context: 'C',
          source: { type: 'text', media_type: 'text/plain', data: 'x' },
        },
      ],
      'T\nC\n\nx',
    ],
    [
      'a document of blocks',
      [{ type: 'document', source: { type: 'content', content: [{ type: 'text', text: 'x' }, png] } }],
      [{ type: 'text', text: 'x' }, pngPart],
    ],
    ['a document of one text', [{ type: 'document', source: { type: 'content', content: 'x' } }], 'x'],
    [
      'what a search found',
      [{ type: 'search_result', source: 's', title: 't', content: [{ type: 'text', text: 'x' }] }],
      't\ns\n\nx',
    ],
  ])('is said: %s', (_name, content, expected) => {
    expect(said([{ role: 'user', content }])).toStrictEqual(told([{ role: 'user', content: expected }]))
  })

  test('has a PDF in it where the provider takes files', () => {
    const source = { type: 'base64', media_type: 'application/pdf', data: 'JVBE' }
    const messages = [{ role: 'user', content: [{ type: 'document', title: 'a.pdf', source }] }]
    const file = { filename: 'a.pdf', file_data: 'data:application/pdf;base64,JVBE' }
    expect(said(messages, {}, { takesFiles: true })).toStrictEqual(
      told([
        {
          role: 'user',
          content: [
            { type: 'text', text: 'a.pdf' },
            { type: 'file', file },
          ],
        },
      ]),
    )
    expect(said(messages)).toEqual(refusedAt('messages[0].content[0].source'))
  })

  test('in several messages is one', () => {
    expect(said([hi, { role: 'user', content: 'there' }])).toStrictEqual(
      told([{ role: 'user', content: 'Hi\n\nthere' }]),
    )
  })

  test('loses its marks and its citations by name', () => {
    const document = {
      type: 'document',
      citations: { enabled: true },
      cache_control: { type: 'ephemeral' },
      source: { type: 'text', media_type: 'text/plain', data: 'x' },
    }
    expect(said([{ role: 'user', content: [document] }])).toStrictEqual(
      told([{ role: 'user', content: 'x' }], ['cache_control', 'content[].citations']),
    )
  })

  test.each<[string, unknown, string]>([
    ['a list of texts', ['a'], '[0]'],
    ['no list', { type: 'text' }, ''],
    ['a block without its text', [{ type: 'text' }], '[0].text'],
    ['a picture of Anthropic’s', [{ type: 'image', source: { type: 'file', file_id: 'f' } }], '[0].source'],
    ['a picture of nothing', [{ type: 'image' }], '[0].source'],
    [
      'a document of Anthropic’s',
      [{ type: 'document', source: { type: 'file', file_id: 'f' } }],
      '[0].source',
    ],
    ['a document’s address', [{ type: 'document', source: { type: 'url', url: 'https://a' } }], '[0].source'],
    ['a document of nothing', [{ type: 'document' }], '[0].source'],
    [
      'a document of another type',
      [{ type: 'document', source: { type: 'base64', media_type: 'image/png', data: 'A' } }],
      '[0].source.media_type',
    ],
    [
      'a document within a document',
      [{ type: 'document', source: { type: 'content', content: [{ type: 'document' }] } }],
      '[0].source.content[0]',
    ],
    ['a file for a machine', [{ type: 'container_upload', file_id: 'f' }], '[0]'],
    ['what nobody knows', [{ type: 'toString' }], '[0]'],
    ['a call', [use('a')], '[0]'],
  ])('is refused by name: %s', (_name, content, at) => {
    expect(said([{ role: 'user', content }])).toEqual(refusedAt(`messages[0].content${at}`))
  })
})

describe('an earlier answer', () => {
  test('is one message, its text in one piece and its calls after it', () => {
    const content = [
      { type: 'text', text: 'I ' },
      { type: 'text', text: 'look.' },
      use('a'),
      use('b', 'g', {}),
    ]
    const results = { role: 'user', content: [result('a', 'x'), result('b', [{ type: 'text', text: 'y' }])] }
    expect(said([hi, { role: 'assistant', content }, results])).toStrictEqual(
      told([
        hi,
        { role: 'assistant', content: 'I look.', tool_calls: [call('a'), call('b', 'g', '{}')] },
        { role: 'tool', tool_call_id: 'a', content: 'x' },
        { role: 'tool', tool_call_id: 'b', content: 'y' },
      ]),
    )
  })

  test('keeps every digit of an input', () => {
    const input = parseExactly('{"id":12345678901234567890}')
    const { messages } = said([
      hi,
      { role: 'assistant', content: [use('a', 'f', input)] },
      { role: 'user', content: [result('a')] },
    ]) as { messages: unknown[] }
    expect(messages[1]).toStrictEqual({
      role: 'assistant',
      content: null,
      tool_calls: [call('a', 'f', '{"id":12345678901234567890}')],
    })
  })

  test('loses what only Anthropic can read, by name', () => {
    const content = [
      { type: 'thinking', thinking: 'Hm.', signature: 's' },
      { type: 'redacted_thinking', data: 'x' },
      { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
      { type: 'web_search_tool_result', tool_use_id: 's', content: [] },
      { type: 'text', text: 'Sun.', cache_control: { type: 'ephemeral' } },
    ]
    const dropped = [
      'messages[].thinking',
      'messages[].redacted_thinking',
      'messages[].server_tools',
      'cache_control',
    ]
    const messages = [hi, { role: 'assistant', content }, hi]
    expect(said(messages)).toStrictEqual(told([hi, { role: 'assistant', content: 'Sun.' }, hi], dropped))
    const thought = { role: 'assistant', content: 'Sun.', reasoning_content: 'Hm.' }
    expect(said(messages, {}, { thoughtsIn: 'reasoning_content' })).toStrictEqual(
      told([hi, thought, hi], dropped.slice(1)),
    )
  })

  test('that says nothing is none', () => {
    expect(said([hi, { role: 'assistant', content: [{ type: 'thinking', thinking: 'Hm.' }] }])).toStrictEqual(
      told([hi], ['messages[].thinking']),
    )
  })

  test('is what a server’s compaction left', () => {
    const content = [
      { type: 'compaction', content: 'They met.' },
      { type: 'compaction', content: null },
    ]
    expect(said([{ role: 'assistant', content }, hi])).toStrictEqual(
      told([{ role: 'assistant', content: 'They met.' }, hi]),
    )
  })

  test.each<[string, unknown, string]>([
    ['a call without id', use(''), '.id'],
    ['a call without name', use('a', ''), '.name'],
    ['a call with an input that is no object', use('a', 'f', 'x'), '.input'],
    ['a text that is none', { type: 'text', text: 1 }, '.text'],
    ['a picture', png, ''],
  ])('is refused by name: %s', (_name, block, at) => {
    expect(said([hi, { role: 'assistant', content: [block] }])).toEqual(
      refusedAt(`messages[1].content[0]${at}`),
    )
  })
})

describe('results of tools', () => {
  const calls = { role: 'assistant', content: [use('a'), use('b')] }
  const called = { role: 'assistant', content: null, tool_calls: [call('a'), call('b')] }

  test('come before what is said beside them', () => {
    const content = [{ type: 'text', text: 'Now?' }, result('b', 'y'), result('a')]
    const tools = [
      { role: 'tool', tool_call_id: 'b', content: 'y' },
      { role: 'tool', tool_call_id: 'a', content: '' },
    ]
    const now = { role: 'user', content: 'Now?' }
    expect(said([hi, calls, { role: 'user', content }])).toStrictEqual(told([hi, called, ...tools, now]))
  })

  test('say that they failed, and lose their marks', () => {
    const content = [
      result('a', 'No such file', { is_error: true, cache_control: { type: 'ephemeral' } }),
      result('b', [{ type: 'tool_reference', tool_name: 'g' }]),
    ]
    expect(said([hi, calls, { role: 'user', content }])).toStrictEqual(
      told(
        [
          hi,
          called,
          { role: 'tool', tool_call_id: 'a', content: '<error>\nNo such file\n</error>' },
          { role: 'tool', tool_call_id: 'b', content: 'Tool: g' },
        ],
        ['cache_control'],
      ),
    )
  })

  test('show their pictures after the last of them', () => {
    const content = [result('a', [{ type: 'text', text: 'A cat:' }, png]), result('b', 'y')]
    expect(said([hi, calls, { role: 'user', content }])).toStrictEqual(
      told([
        hi,
        called,
        { role: 'tool', tool_call_id: 'a', content: 'A cat:\n\n(The user shows the rest of it.)' },
        { role: 'tool', tool_call_id: 'b', content: 'y' },
        { role: 'user', content: [{ type: 'text', text: 'Of the result of a:' }, pngPart] },
      ]),
    )
  })

  test.each([
    ['of no call', [calls, { role: 'user', content: [result('c')] }], 'messages[2].content[0].tool_use_id'],
    ['without an id', [calls, { role: 'user', content: [result('')] }], 'messages[2].content[0].tool_use_id'],
    [
      'twice',
      [calls, { role: 'user', content: [result('a'), result('a')] }],
      'messages[2].content[1].tool_use_id',
    ],
    ['of no list', [calls, { role: 'user', content: [result('a', 7)] }], 'messages[2].content[0].content'],
  ])('are refused by name: %s', (_name, messages, param) => {
    expect(said([hi, ...messages])).toEqual(refusedAt(param))
  })

  test.each([
    ['at the end', [calls, { role: 'user', content: [result('a')] }], 'messages'],
    ['before the next answer', [calls, hi, { role: 'assistant', content: 'x' }, hi], 'messages[3].content'],
  ])('that are missing %s are asked for', (_name, messages, param) => {
    expect(said([hi, ...messages])).toEqual({
      reason: 'bad_request',
      param,
      message: expect.stringMatching(/tool use [ab] has no result/),
    })
  })

  test('have an answer before a user says more, and short ids, where the model wants it so', () => {
    const messages = [
      hi,
      calls,
      { role: 'user', content: [result('a', 'x'), result('b', 'y'), { type: 'text', text: 'Now?' }] },
    ]
    const { messages: sent } = said(messages, { model: 'mistral-large-latest' }) as {
      messages: { role: string; tool_call_id?: string; tool_calls?: { id: string }[]; content: string }[]
    }
    const ids = sent[1]?.tool_calls?.map(({ id }) => id)
    expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'tool', 'assistant', 'user'])
    expect(ids).toEqual([expect.stringMatching(/^[a-z\d]{9}$/), expect.stringMatching(/^[a-z\d]{9}$/)])
    expect(new Set(ids).size).toBe(2)
    expect(sent.slice(2, 4).map((tool) => tool.tool_call_id)).toEqual(ids)
    expect(said(messages, { model: 'mistral-large-latest' })).toMatchObject({ messages: sent })
  })
})

describe('an id of a call', () => {
  const round = (id: string) => [
    { role: 'assistant', content: [use(id)] },
    { role: 'user', content: [result(id, 'x')] },
  ]

  test.each(['toolu_01A09q90qw90lq917835lq9', 'functions.search:0', 'abc123XYZ'])('stays: %s', (id) => {
    expect(said([hi, ...round(id)])).toStrictEqual(
      told([
        hi,
        { role: 'assistant', content: null, tool_calls: [call(id)] },
        { role: 'tool', tool_call_id: id, content: 'x' },
      ]),
    )
  })

  test('that is too long, or was there, is said differently', () => {
    const { messages } = said([hi, ...round('a'.repeat(41)), ...round('b'), ...round('b')]) as {
      messages: { tool_call_id?: string; tool_calls?: { id: string }[] }[]
    }
    const ids = messages.flatMap(({ tool_calls: calls = [] }) => calls.map(({ id }) => id))
    const digest = expect.stringMatching(/^call_[a-z\d]{24}$/)
    expect(ids).toEqual([digest, 'b', digest])
    expect(messages.flatMap(({ tool_call_id: id }) => id ?? [])).toEqual(ids)
  })

  test('twice in one answer is refused', () => {
    expect(said([hi, { role: 'assistant', content: [use('a'), use('a')] }])).toEqual(
      refusedAt('messages[1].content[1].id'),
    )
  })

  test('of another model has what Gemini wants to see of its own', () => {
    const calls = { role: 'assistant', content: [use('a'), use('b')] }
    const results = { role: 'user', content: [result('a', 'x'), result('b', 'y')] }
    const { messages } = said([hi, calls, results], { model: 'gemini-3-pro' }) as { messages: object[] }
    const signature = 'skip_thought_signature_validator'
    expect(messages[1]).toStrictEqual({
      role: 'assistant',
      content: null,
      tool_calls: [{ ...call('a'), extra_content: { google: { thought_signature: signature } } }, call('b')],
    })
  })
})

describe('messages', () => {
  test.each<[string, unknown, string]>([
    ['missing', undefined, 'messages'],
    ['no list', {}, 'messages'],
    ['of one that is no object', ['Hi'], 'messages[0]'],
    ['of an unknown role', [{ role: 'tool', content: 'x' }], 'messages[0].role'],
    ['with nothing said', [{ role: 'user', content: '' }], 'messages'],
    ['with an instruction only', [{ role: 'system', content: 'x' }], 'messages'],
  ])('are refused by name: %s', (_name, messages, param) => {
    expect(outcome(messageWith({ messages }))).toEqual(refusedAt(param))
  })

  test('can be of more blocks than a call has arguments', () => {
    const text = { type: 'text', text: 'a' } as const
    const content = Array.from({ length: 150_000 }, () => text)
    expect(outcome(message({ messages: [{ role: 'user', content }] }))).toStrictEqual(
      made({ messages: [{ role: 'user', content: Array(150_000).fill('a').join('\n\n') }] }),
    )
  })
})
