import { describe, expect, test } from 'vitest'
import { claimOf, noBound, worstOf } from '../../src/admission/claim.ts'
import { builtInConfig, type Config } from '../../src/keys/config.ts'
import type { Terms } from '../../src/meter/terms.ts'
import type { Refusal } from '../../src/refusal/refusal.ts'
import { noon } from '../ledger/rows.ts'
import { askingOf, budgetOf, config, usd } from './stage.ts'

const line = 'POST /v1/chat/completions'
const hard = budgetOf(usd)
const soft = budgetOf(usd, { mode: 'soft' })
const onlyRates: Terms = { budget: null, limits: { tpm: 1000 } }
const known = { model: 'gpt-4o', max_completion_tokens: 100, messages: [] }
/** What nobody knows the end of, of a model with a price. */
const boundless = { ...known, web_search_options: {} }
/** What has an end, of a model without a price. */
const unpriced = { ...known, model: 'openai/gpt-unheard-of' }

function claimed(body: object, terms: Terms, of: Config = config, to = line): object | Refusal {
  const { asked } = askingOf(to, body, terms)
  const found = worstOf(asked, terms, of, noon)
  return found.ok ? claimOf(found.value, terms, false) : found.refusal
}

/** Bytes of the body, and what a chat's template adds. */
function tokensOf(body: object): number {
  return JSON.stringify(body).length + 256
}

/** All of a claim of 100 tokens of output. */
function claim(body: object, terms: Terms, more: object = {}): object {
  return {
    terms,
    fixedNano: tokensOf(body) * 1000,
    nanoPerMillionOutput: 10 * usd,
    fixedTokens: tokensOf(body),
    times: 1,
    output: { wanted: 100, least: 100, explicit: true },
    patient: false,
    ...more,
  }
}

const free = { fixedNano: 0, nanoPerMillionOutput: 0 }

describe('what the Meter is asked for', () => {
  test('is the worst case, at the dearest price', () => {
    expect(claimed(known, hard)).toEqual(claim(known, hard))
    expect(claimed({ ...known, n: 3 }, hard)).toEqual(
      claim({ ...known, n: 3 }, hard, { nanoPerMillionOutput: 30 * usd, times: 3 }),
    )
  })

  test('is no money for a key without a budget, but its tokens all the same', () => {
    expect(claimed(known, onlyRates)).toEqual(claim(known, onlyRates, free))
    expect(claimed(unpriced, onlyRates)).toEqual(claim(unpriced, onlyRates, free))
    expect(claimed(boundless, onlyRates)).toEqual(claim(boundless, onlyRates, free))
  })

  test('is nothing for what costs nothing', () => {
    const { asked } = askingOf('GET /v1/models', {}, hard)
    const found = worstOf({ ...asked, json: null }, hard, config, noon)
    expect(found.ok && claimOf(found.value, hard, false)).toEqual({
      ...claim({}, hard, free),
      fixedTokens: 0,
      times: 0,
      output: null,
    })
  })

  test('has at least 8,192 tokens of output with tools, and 1,024 above a budget for thinking', () => {
    const tools = [{ type: 'function', function: { name: 'f' } }]
    const model = 'claude-sonnet-4-5'
    const thinking = { type: 'enabled', budget_tokens: 20_000 }
    const output = (body: object, to = line): unknown => {
      const found = worstOf(askingOf(to, body, hard).asked, hard, config, noon)
      return found.ok && claimOf(found.value, hard, false).output
    }
    expect([
      output({ model: 'gpt-4o', max_completion_tokens: 10_000, messages: [] }),
      output({ model: 'gpt-4o', max_completion_tokens: 10_000, messages: [], tools }),
      output({ model: 'gpt-4o', max_completion_tokens: 10_000, messages: [], reasoning_effort: 'low' }),
      output({ model: 'gpt-4o', messages: [] }),
      output({ model, max_tokens: 32_000, messages: [], thinking }, 'POST /v1/messages'),
    ]).toEqual([
      { wanted: 10_000, least: 1024, explicit: true },
      { wanted: 10_000, least: 8192, explicit: true },
      { wanted: 10_000, least: 8192, explicit: true },
      { wanted: 16_384, least: 1024, explicit: false },
      { wanted: 32_000, least: 21_024, explicit: true },
    ])
  })
})

describe('a hard budget refuses', () => {
  test('what has no bound, and names the field', () => {
    expect(claimed(boundless, hard)).toEqual({
      reason: 'unbounded',
      message:
        'This key has a budget, and nothing bounds what this request can cost: `web_search_options`: it has the provider run more than this request, and nothing says how much. Leave it out, or ask whoever runs this Tollgate for a key with `"mode": "soft"`.',
      param: 'web_search_options',
    })
  })

  test.each([
    ['model', 'Ask for another model, or ask whoever runs this Tollgate for a key'],
    ['path', 'why. Ask whoever runs this Tollgate for a key'],
    ['preset', 'Leave it out, or ask whoever runs this Tollgate for a key'],
  ])('a boundless `%s` with what else to do', (field, remedy) => {
    expect(noBound({ field, why: 'why' }).refusal.message).toContain(remedy)
  })

  test('a model without a price, with the line to paste into @config', () => {
    expect(claimed(unpriced, hard)).toEqual({
      reason: 'model_unpriced',
      message:
        'This key has a budget, and the model openai/gpt-unheard-of cannot be held to it: it has no price. Whoever runs this Tollgate has to add to @config in KV: "prices": { "openai/gpt-unheard-of": { "input": …, "output": … } } in USD per million tokens, or "unpriced": "allow".',
      param: 'model',
    })
  })

  test.each([
    ['prod', builtInConfig],
    ['gpt-4o-prod', builtInConfig],
    ['my-gpt-4o', config],
  ])('a deployment whose name %s is no model with a price, whatever its body names', (name, of) => {
    const chat = `POST /azure-openai/my-res/${name}/chat/completions`
    expect(claimed(known, hard, of, chat)).toEqual({
      reason: 'model_unpriced',
      message: `This key has a budget, and the model azure-openai/${name} cannot be held to it: it has no price. Whoever runs this Tollgate has to add to @config in KV: "prices": { "azure-openai/${name}": { "input": …, "output": … } } in USD per million tokens, or "unpriced": "allow".`,
      param: 'model',
    })
    const prices = config.prices
      .slice(0, 1)
      .map((price) => Object.assign({}, price, { key: `azure-openai/${name}` }))
    expect(claimed(known, hard, { ...of, prices }, chat)).toEqual(claim(known, hard))
  })

  test('a chain of models of which one has no price', () => {
    const body = { model: 'openrouter/gpt-4o', models: ['unheard-of'], max_tokens: 100, messages: [] }
    expect(claimed(body, hard)).toMatchObject({ reason: 'model_unpriced' })
  })

  test('a limit of a wrong kind, whatever the mode', () => {
    for (const given of [0, -1, '100', 1.5, 1e300])
      for (const terms of [hard, soft, onlyRates])
        expect(claimed({ ...known, max_completion_tokens: given }, terms)).toEqual({
          reason: 'bad_request',
          message: 'The field `max_completion_tokens` must be a whole number from 1 on.',
          param: 'max_completion_tokens',
        })
  })
})

describe('allowed is', () => {
  test('a model without a price where @config says so, at no cost', () => {
    const allowing: Config = { ...builtInConfig, unpriced: 'allow' }
    expect(claimed(unpriced, hard, allowing)).toEqual(claim(unpriced, hard, free))
  })

  test('both in a soft budget, which holds what is known', () => {
    expect(claimed(unpriced, soft)).toEqual(claim(unpriced, soft, free))
    expect(claimed(boundless, soft)).toEqual(claim(boundless, soft))
  })
})

test.each<[string, string, string, object]>([
  [
    'a cache',
    'cachedContent',
    'POST /v1beta/models/gemini-2.5-flash:generateContent',
    { cachedContent: 'c' },
  ],
  ['a stored prompt', 'prompt', 'POST /v1/responses', { model: 'gpt-5', prompt: { id: 'p' } }],
  ['servers of tools', 'mcp_servers', 'POST /v1/messages', { model: 'claude-sonnet-4-5', mcp_servers: [{}] }],
  ['an answer that comes elsewhere', 'webhook', line, { ...known, webhook: 'https://a.test' }],
])('%s is refused to a hard budget alone', (_what, param, to, body) => {
  const asked = { max_tokens: 9, ...body }
  expect(claimed(asked, hard, config, to)).toMatchObject({ reason: 'unbounded', param })
  for (const terms of [soft, onlyRates])
    expect(claimed(asked, terms, config, to)).toMatchObject({ terms, fixedTokens: expect.any(Number) })
})

test('a ceiling of searches is written for a hard budget only', () => {
  const body = { model: 'gpt-5', input: 'hi', tools: [{ type: 'web_search' }] }
  const ceiling = (terms: Terms): unknown => {
    const { asked } = askingOf('POST /v1/responses', body, terms)
    const found = worstOf(asked, terms, { ...config, prices: [] }, noon)
    return found.ok ? found.value.bound.ceiling : found.refusal.reason
  }
  expect([hard, soft, onlyRates].map(ceiling)).toEqual([{ field: 'max_tool_calls', calls: 8 }, null, null])
})
