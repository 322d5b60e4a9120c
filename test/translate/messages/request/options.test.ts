import { describe, expect, test } from 'vitest'
import { type Chat, made, message, type Messages, messageWith, outcome, refusedAt } from './translated.ts'

describe('an option of a message', () => {
  test.each<[string, Partial<Messages>, Chat]>([
    ['temperature', { temperature: 0.3 }, { temperature: 0.3 }],
    ['temperature, at its default', { temperature: 1 }, { temperature: 1 }],
    ['top_p', { top_p: 0.9 }, { top_p: 0.9 }],
    ['stop_sequences', { stop_sequences: ['a', '\n'] }, { stop: ['a', '\n'] }],
    ['stop_sequences, empty', { stop_sequences: [] }, {}],
    ['stream', { stream: true }, { stream: true }],
    ['stream: false', { stream: false }, {}],
    ['service_tier: auto', { service_tier: 'auto' }, {}],
    ['output_config, empty', { output_config: {} }, {}],
    ['metadata, empty', { metadata: {} }, {}],
    ['thinking: disabled', { thinking: { type: 'disabled' } }, {}],
  ])('is said: %s', (_name, given, expected) => {
    expect(outcome(message(given))).toStrictEqual(made(expected))
  })

  test.each([
    ['top_k', { top_k: 5 }, 'top_k'],
    ['a fifth stop sequence', { stop_sequences: [...'abcde'] }, 'stop_sequences'],
    ['a tier that nobody else has', { service_tier: 'standard_only' }, 'service_tier'],
    ['who asks, where nobody is asked', { metadata: { user_id: 'u' } }, 'metadata.user_id'],
    [
      'thinking, of a model that does not',
      { thinking: { type: 'adaptive', display: 'omitted' } },
      'thinking',
    ],
    ['effort, of a model without', { output_config: { effort: 'low' } }, 'output_config.effort'],
  ] as const)('is dropped and named: %s', (_name, given, dropped) => {
    const { body, ...rest } = made({}, { dropped: [dropped] })
    const stop = dropped === 'stop_sequences' ? { stop: [...'abcd'] } : {}
    expect(outcome(messageWith(given))).toStrictEqual({ body: { ...body, ...stop }, ...rest })
  })

  test.each([
    ['temperature', { temperature: 1.5 }, 'temperature'],
    ['top_p', { top_p: '1' }, 'top_p'],
    ['stop_sequences', { stop_sequences: 'a' }, 'stop_sequences'],
    ['max_tokens', { max_tokens: 0 }, 'max_tokens'],
    ['stream', { stream: 'yes' }, 'stream'],
    ['metadata', { metadata: 'me' }, 'metadata'],
    ['metadata.user_id', { metadata: { user_id: 7 } }, 'metadata.user_id'],
    ['service_tier', { service_tier: 1 }, 'service_tier'],
    ['thinking', { thinking: true }, 'thinking'],
    ['thinking.type', { thinking: { type: 'maybe' } }, 'thinking.type'],
    ['output_config', { output_config: [] }, 'output_config'],
    ['output_config.effort', { output_config: { effort: 'huge' } }, 'output_config.effort'],
    ['messages', { messages: [] }, 'messages'],
  ])('of a wrong form is refused by name: %s', (_name, given, param) => {
    expect(outcome(messageWith(given))).toEqual(refusedAt(param))
  })

  test('is in the field that the provider has for it, and no more than the model can say', () => {
    const limit = { field: 'max_completion_tokens', most: 16_384 }
    expect(
      [undefined, 16_384, 32_000].map((max_tokens) => outcome(messageWith({ max_tokens }), { limit })),
    ).toStrictEqual([
      { ...made({}), body: { model: made().body.model, messages: made().body.messages } },
      made({ max_completion_tokens: 16_384 }),
      made({ max_completion_tokens: 16_384 }, { dropped: ['max_tokens'] }),
    ])
  })
})

describe('what only OpenAI’s own models take', () => {
  const model = 'gpt-4.1'

  test('is the user, where it is short', () => {
    const of = (length: number) => outcome(message({ model, metadata: { user_id: 'u'.repeat(length) } }))
    expect([of(64), of(65)]).toStrictEqual([
      made({ model, user: 'u'.repeat(64) }),
      made({ model }, { dropped: ['metadata.user_id'] }),
    ])
  })

  test('is the tier', () => {
    expect(outcome(message({ model, service_tier: 'standard_only' }))).toStrictEqual(
      made({ model, service_tier: 'default' }),
    )
  })

  test('is no sampling, where they reason', () => {
    const asked = { temperature: 0.5, top_p: 1, stop_sequences: ['a'] }
    expect(outcome(message({ model: 'o3', ...asked }))).toStrictEqual(
      made({ model: 'o3' }, { dropped: ['temperature', 'stop_sequences'] }),
    )
  })
})

describe('thinking', () => {
  const adaptive = { type: 'adaptive' } as const
  const enabled = (budget_tokens: number) => ({ type: 'enabled', budget_tokens }) as const

  test.each([
    ['gpt-5', { thinking: adaptive }, {}],
    ['gpt-5', { thinking: adaptive, output_config: { effort: 'max' } }, { reasoning_effort: 'high' }],
    ['gpt-5', { thinking: enabled(1_024) }, { reasoning_effort: 'low' }],
    ['gpt-5', { thinking: enabled(3_000) }, { reasoning_effort: 'medium' }],
    ['gpt-5', { thinking: enabled(9_000) }, { reasoning_effort: 'high' }],
    ['gpt-5', { thinking: { type: 'disabled' } }, { reasoning_effort: 'minimal' }],
    ['gpt-5.1', { thinking: { type: 'disabled' } }, { reasoning_effort: 'none' }],
    ['gpt-5.4', { output_config: { effort: 'xhigh' } }, { reasoning_effort: 'xhigh' }],
    ['openai/gpt-oss-120b', { output_config: { effort: 'medium' } }, { reasoning_effort: 'medium' }],
    ['gemini-2.5-flash', { thinking: { type: 'disabled' } }, { reasoning_effort: 'none' }],
    ['gemini-2.5-pro', { thinking: { type: 'disabled' } }, { reasoning_effort: 'low' }],
    ['gpt-5.1', { thinking: { type: 'between_tools' } }, { reasoning_effort: 'none' }],
  ] as const)('of %s, asked as %j, is %j', (model, asked, expected) => {
    const shows = 'thinking' in asked && /enabled|adaptive/.test(asked.thinking.type)
    expect(outcome(message({ model, max_tokens: 10_000, ...asked }))).toStrictEqual(
      made({ model, max_tokens: 10_000, ...expected }, { showsThinking: shows }),
    )
  })

  test('is not shown where it shall be omitted', () => {
    const thinking = { type: 'adaptive', display: 'omitted' } as const
    expect(outcome(message({ model: 'gpt-5', thinking }))).toStrictEqual(made({ model: 'gpt-5' }))
  })

  test('is off beside functions where a chat has no other way', () => {
    const tools = [{ name: 'f', input_schema: { type: 'object' as const } }]
    const asked = { model: 'gpt-5.6', tools, thinking: adaptive, output_config: { effort: 'high' as const } }
    expect(outcome(message(asked))).toMatchObject({
      body: { reasoning_effort: 'none' },
      dropped: ['output_config.effort', 'thinking'],
    })
    expect(outcome(message({ model: 'gpt-5.6', tools }))).toMatchObject({
      body: { reasoning_effort: 'none' },
      dropped: [],
    })
  })
})

describe('a form of the answer', () => {
  const open = { type: 'object', properties: { a: { type: 'string' } } }
  const closed = { ...open, required: ['a'], additionalProperties: false }
  const param = 'output_config.format'

  test.each([
    ['closed', { output_config: { format: { type: 'json_schema', schema: closed } } }, closed, true],
    ['open', { output_config: { format: { type: 'json_schema', schema: open } } }, open, false],
    ['of the older beta', { output_format: { type: 'json_schema', schema: closed } }, closed, true],
  ] as const)('is a schema: %s', (_name, asked, schema, isStrict) => {
    const json_schema = { name: 'answer', schema, ...(isStrict && { strict: true }) }
    expect(outcome(messageWith(asked))).toStrictEqual(
      made({ response_format: { type: 'json_schema', json_schema } }),
    )
  })

  test.each([
    ['no object', { output_config: { format: 'json' } }, param],
    ['another type', { output_config: { format: { type: 'text' } } }, param],
    ['no schema', { output_config: { format: { type: 'json_schema' } } }, `${param}.schema`],
    ['no schema, of the older beta', { output_format: { type: 'json_schema' } }, 'output_format.schema'],
  ])('is refused by name: %s', (_name, asked, at) => {
    expect(outcome(messageWith(asked))).toEqual(refusedAt(at))
  })

  test('has a name for what else is configured', () => {
    const output_config = { task_budget: { type: 'tokens', total: 9 }, other: 1, none: null }
    expect(outcome(messageWith({ output_config }))).toStrictEqual(
      made({}, { dropped: ['output_config.task_budget', 'output_config.other'] }),
    )
  })
})
