import { describe, expect, test } from 'vitest'
import { fields } from '../../../../src/translate/messages/dropped.ts'
import { made, messageWith, outcome } from './translated.ts'

describe('a field of a message without a counterpart', () => {
  test.each<[string, unknown, unknown[]]>([
    ['top_k', 5, [null]],
    ['cache_control', { type: 'ephemeral' }, [null]],
    ['context_management', { edits: [{ type: 'clear_tool_uses_20250919' }] }, [{}, null]],
    ['compaction', { enabled: true }, [{}]],
    ['diagnostics', { a: 1 }, [{}]],
    ['speed', 'fast', ['standard', null]],
    ['fallbacks', [{ model: 'a' }], [[], null]],
    ['fallback_credit_token', 'a', [null]],
    ['billing_policy', { a: 1 }, [{}]],
    ['betas', ['a'], [[]]],
    ['user_profile_id', 'a', [null]],
    ['workspace_id', 'a', [null]],
    ['nobody_knows_it', 1, [null]],
  ])('%s is dropped and named, unless it asks for nothing', (field, value, idle) => {
    expect([value, ...idle].map((given) => outcome(messageWith({ [field]: given })))).toStrictEqual([
      made({}, { dropped: [field] }),
      ...idle.map(() => made()),
    ])
  })

  test('thread is refused in such a way that the SDK goes on without one', () => {
    expect(outcome(messageWith({ thread: { type: 'create' } }))).toStrictEqual({
      reason: 'bad_request',
      param: 'thread',
      message: `\`thread\` cannot be asked of this model. ${fields.thread.says}`,
      details: { details: { error_code: 'thread_unsupported_request' } },
    })
    expect(outcome(messageWith({ thread: null }))).toStrictEqual(made())
  })

  test.each([
    ['container', 'c', [null, {}]],
    ['inference_geo', 'eu', ['global', null]],
    ['mcp_servers', [{ type: 'url', url: 'https://a', name: 'a' }], [[], null]],
  ] as const)('%s is refused by name, unless it asks for nothing', (field, value, idle) => {
    expect([value, ...idle].map((given) => outcome(messageWith({ [field]: given })))).toStrictEqual([
      {
        reason: 'bad_request',
        param: field,
        message: `\`${field}\` cannot be asked of this model. ${fields[field].says}`,
      },
      ...idle.map(() => made()),
    ])
  })
})
