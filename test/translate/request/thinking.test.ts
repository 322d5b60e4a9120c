import type Anthropic from '@anthropic-ai/sdk'
import type OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import { chat, chatWith, made, outcome, refusedAt } from './translated.ts'

type Effort = OpenAI.ReasoningEffort
type Said = Partial<Pick<Anthropic.MessageCreateParams, 'thinking' | 'output_config'>>

const adaptive: Anthropic.ThinkingConfigAdaptive = { type: 'adaptive', display: 'summarized' }
const lost = ['reasoning_effort']

function budget(budget_tokens: number): Said {
  return { thinking: { type: 'enabled', budget_tokens } }
}

describe('effort', () => {
  test.each<[string, Effort, Said, string[]]>([
    ['claude-opus-4-6', null, {}, []],
    ['claude-opus-4-6', 'none', { thinking: { type: 'disabled' } }, []],
    ['claude-opus-4-6', 'minimal', { thinking: adaptive, output_config: { effort: 'low' } }, []],
    ['claude-opus-4-6', 'medium', { thinking: adaptive, output_config: { effort: 'medium' } }, []],
    ['claude-opus-4-6', 'xhigh', { thinking: adaptive, output_config: { effort: 'high' } }, lost],
    ['claude-opus-4-6', 'max', { thinking: adaptive, output_config: { effort: 'max' } }, []],
    ['claude-sonnet-5', 'high', { thinking: adaptive, output_config: { effort: 'high' } }, []],
    ['claude-opus-5', 'xhigh', { thinking: adaptive, output_config: { effort: 'xhigh' } }, []],
    ['claude-haiku-5-5', 'none', { thinking: { type: 'disabled' } }, []],
    ['claude-fable-5', 'none', { output_config: { effort: 'low' } }, lost],
    ['claude-mythos-preview', 'xhigh', { thinking: adaptive, output_config: { effort: 'high' } }, lost],
    ['claude-opus-5-5', 'none', { output_config: { effort: 'low' } }, lost],
    ['claude-sonnet-5-5', 'none', { thinking: { type: 'between_tools' } }, lost],
    ['claude-next-6', 'low', { thinking: adaptive, output_config: { effort: 'low' } }, []],
    ['claude-opus-4-5-20251101', 'none', {}, []],
    ['claude-opus-4-5-20251101', 'low', budget(1_024), []],
    ['claude-sonnet-4.5', 'medium', budget(1_228), []],
    ['anthropic.claude-opus-4-20250514-v1:0', 'high', budget(2_457), []],
    ['claude-3-7-sonnet-20250219', 'max', budget(3_276), []],
    ['claude-3-haiku-20240307', 'high', {}, lost],
    ['claude-3-haiku-20240307', 'none', {}, []],
  ])('of %s at %s', (model, reasoning_effort, said, dropped) => {
    expect(outcome(chat({ model, reasoning_effort }))).toStrictEqual(made({ model, ...said }, { dropped }))
  })

  const model = 'claude-haiku-4-5'
  test('is let go where too few tokens are left to think', () => {
    expect(outcome(chat({ model, max_tokens: 2_047, reasoning_effort: 'low' }))).toStrictEqual(
      made({ model, max_tokens: 2_047 }, { dropped: lost }),
    )
  })

  const tools = [{ type: 'function', function: { name: 'add' } }] as const
  const addMade = { name: 'add', input_schema: { type: 'object' as const, properties: {} } }

  test('with a budget is let go where a tool must be called', () => {
    const request = chat({ model, tools: [...tools], tool_choice: 'required', reasoning_effort: 'low' })
    expect(outcome(request)).toStrictEqual(
      made({ model, tools: [addMade], tool_choice: { type: 'any' } }, { dropped: lost }),
    )
  })

  test('of an adaptive model is kept where a tool must be called', () => {
    const request = chat({ tools: [...tools], tool_choice: 'required', reasoning_effort: 'low' })
    expect(outcome(request)).toStrictEqual(
      made({
        tools: [addMade],
        tool_choice: { type: 'any' },
        thinking: adaptive,
        output_config: { effort: 'low' },
      }),
    )
  })

  test.each(['much', 7, { toString: 1 }])('is refused by name where it is none: %j', (reasoning_effort) => {
    expect(outcome(chatWith({ reasoning_effort }))).toStrictEqual(refusedAt('reasoning_effort'))
  })
})

describe('thinking in Anthropic’s own words', () => {
  test('is passed on as it is', () => {
    const thinking = { type: 'enabled', budget_tokens: 2_000 } as const
    expect(outcome(chatWith({ thinking }))).toStrictEqual(made({ thinking }))
  })

  test('goes before an effort, and beside it where the model takes both', () => {
    const thinking = { type: 'disabled' } as const
    const asked = { thinking, reasoning_effort: 'high' }
    expect([
      outcome(chatWith(asked)),
      outcome(chatWith({ ...asked, model: 'claude-opus-4-5' })),
    ]).toStrictEqual([
      made({ thinking, output_config: { effort: 'high' } }),
      made({ model: 'claude-opus-4-5', thinking }, { dropped: lost }),
    ])
  })

  test('is refused by name where it is none', () => {
    expect(outcome(chatWith({ thinking: true }))).toStrictEqual(refusedAt('thinking'))
  })
})

describe('a loop of tool calls', () => {
  const thought = { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' } as const
  const hidden = { type: 'redacted_thinking', data: 'ZGF0YQ' } as const
  const call = { id: 'a', type: 'function', function: { name: 'add', arguments: '{}' } } as const
  const use = { type: 'tool_use', id: 'a', name: 'add', input: {} } as const
  const result = { role: 'tool', tool_call_id: 'a', content: '3' } as const
  const tools = [{ type: 'function', function: { name: 'add' } }]
  const toolsMade = [{ name: 'add', input_schema: { type: 'object' as const, properties: {} } }]

  function loop(model: string, more: object) {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', tool_calls: [call], ...more },
      result,
    ]
    return outcome(chatWith({ model, messages, tools, reasoning_effort: 'low' }))
  }
  function looped(model: string, blocks: Anthropic.ContentBlockParam[], said: Said, dropped: string[] = []) {
    const messages: Anthropic.MessageParam[] = [
      { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
      { role: 'assistant', content: [...blocks, use] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'a', content: [{ type: 'text', text: '3' }] }],
      },
    ]
    return made({ model, messages, tools: toolsMade, ...said }, { dropped })
  }

  const older = 'claude-sonnet-4-5'
  const newer = 'claude-opus-5'
  const effort: Said = { thinking: adaptive, output_config: { effort: 'low' } }

  test('goes on thinking where the client gives its thinking back, unchanged and first', () => {
    const given = { thinking_blocks: [thought, hidden] }
    expect([loop(older, given), loop(newer, given)]).toStrictEqual([
      looped(older, [thought, hidden], budget(1_024)),
      looped(newer, [thought, hidden], effort),
    ])
  })

  test('goes on without thinking where a model with a budget would refuse it', () => {
    expect([loop(older, {}), loop(newer, {})]).toStrictEqual([
      looped(older, [], {}, lost),
      looped(newer, [], effort),
    ])
  })

  test('loses thinking that is not signed, and the text of it, by name', () => {
    const blocks = [{ type: 'thinking', thinking: 'Hm.' }, { ...thought, signature: '' }, { type: 'text' }, 7]
    const given = { reasoning_content: 'Hm.', thinking_blocks: blocks }
    expect([loop(newer, given), loop(newer, { thinking_blocks: {} })]).toStrictEqual([
      looped(newer, [], effort, ['messages[].reasoning_content', 'messages[].thinking_blocks']),
      looped(newer, [], effort, ['messages[].thinking_blocks']),
    ])
  })

  test('thinks again once the user has spoken', () => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', tool_calls: [call] },
      result,
      { role: 'assistant', content: '3' },
      { role: 'user', content: 'Sure?' },
    ]
    expect(outcome(chatWith({ model: older, messages, tools, reasoning_effort: 'low' }))).toMatchObject({
      body: budget(1_024),
      dropped: [],
    })
  })

  test('goes on thinking where only its first answer was thought about', () => {
    const messages = [
      { role: 'user', content: 'Hi' },
      { role: 'assistant', tool_calls: [call], thinking_blocks: [thought] },
      result,
      { role: 'assistant', tool_calls: [{ ...call, id: 'b' }] },
      { ...result, tool_call_id: 'b' },
    ]
    expect(outcome(chatWith({ model: older, messages, tools, reasoning_effort: 'low' }))).toMatchObject({
      body: budget(1_024),
      dropped: [],
    })
  })

  test('lets Anthropic’s own words go likewise', () => {
    const messages = [{ role: 'user', content: 'Hi' }, { role: 'assistant', tool_calls: [call] }, result]
    const thinking = { type: 'enabled', budget_tokens: 2_000 }
    expect(outcome(chatWith({ model: older, messages, tools, thinking }))).toStrictEqual(
      looped(older, [], {}, ['thinking']),
    )
  })
})
