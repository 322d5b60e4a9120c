import { describe, expect, test } from 'vitest'
import { type Worst, worstOf } from '../../src/admission/claim.ts'
import { priceBound } from '../../src/bound/price-bound.ts'
import { settledBound } from '../../src/bound/settle.ts'
import { builtInConfig } from '../../src/keys/config.ts'
import { noon } from '../ledger/rows.ts'
import { askingOf, budgetOf, usd } from '../admission/stage.ts'
import { bounded, rates } from './asked.ts'

const chat = 'POST /v1/chat/completions'
const messages = 'POST /v1/messages'
const responses = 'POST /v1/responses'
const nova = 'POST /aws-bedrock/bedrock-runtime/us-east-1/model/amazon.nova-lite-v1:0'
const claudeOnBedrock =
  'POST /aws-bedrock/bedrock-runtime/us-east-1/model/us.anthropic.claude-sonnet-4-5-20250929-v1:0'
const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }
const pdf = { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } }

/** The worst case of a request at the list prices, under a hard budget. */
function worst(line: string, body: object): Worst {
  const { asked } = askingOf(line, body, budgetOf(usd))
  const found = worstOf(asked, budgetOf(usd), builtInConfig, noon)
  if (!found.ok) throw new Error(found.refusal.message)
  return found.value
}

/** Integer nano-USD that are held for it as it was asked for. */
function reserved(line: string, body: object): number {
  const { fixedNano, nanoPerMillionOutput, output } = worst(line, body).priced
  return fixedNano + ((output?.wanted ?? 0) * nanoPerMillionOutput) / 1e6
}

function fieldOf(line: string, body: object): string | null {
  return bounded(line, body).unbounded?.field ?? null
}

describe('a model that declines amid its answer is paid for beside the one that answers in its place', () => {
  const body = { model: 'claude-opus-4-8', max_tokens: 50_000, messages: [] }
  const fallbacks = [{ model: 'claude-opus-4-7' }]

  test('and so are their inputs', () => {
    // 25 USD a million, 1.1 of it in one place.
    const once = reserved(messages, body)
    expect(once).toBeGreaterThan(50_000 * 25_000 * 1.1 - 1)
    expect(reserved(messages, { ...body, fallbacks })).toBeGreaterThan(2 * once)
  })

  test('which may have a limit of its own, but none above that of the request, and is never lowered', () => {
    const own = (max_tokens: number): object => ({ ...body, fallbacks: [{ ...fallbacks[0], max_tokens }] })
    expect([fieldOf(messages, own(50_001)), fieldOf(messages, own(20_000))]).toEqual(['fallbacks', null])
    expect(bounded(messages, own(20_000)).bound.output?.floor).toBe(20_000)
  })

  test('which may be faster, or think', () => {
    const fast = { ...body, model: 'claude-opus-4-7', fallbacks: [{ ...fallbacks[0], speed: 'fast' }] }
    expect(bounded(messages, fast).bound.tiers).toEqual(['speed=fast'])
    expect(reserved(messages, fast)).toBeGreaterThan(2 * 6 * 50_000 * 25_000)
    const thinking = { type: 'enabled', budget_tokens: 9000 }
    const { output } = bounded(messages, { ...body, fallbacks: [{ ...fallbacks[0], thinking }] }).bound
    expect([output?.hidden, output?.floor]).toEqual([true, 10_024])
  })

  test('and searches again', () => {
    const tools = [{ type: 'web_search_20250305', name: 's', max_uses: 2 }]
    const { bound } = bounded(messages, { ...body, fallbacks, tools })
    expect([bound.turns, bound.searches, bound.windows, bound.output?.times]).toEqual([6, 4, 6, 6])
  })
})

describe('a limit in a field that some hosts believe and others do not', () => {
  const body = { model: 'm', messages: [], max_completion_tokens: 100_000 }

  test('is the limit, and is written in the field that all believe', () => {
    const { bound } = bounded('POST /baseten/v1/chat/completions', body)
    expect([bound.output?.asked, bound.output?.fields]).toEqual([
      100_000,
      [['max_tokens'], ['max_completion_tokens']],
    ])
    expect(priceBound(bound, rates).priced.output).toMatchObject({ wanted: 100_000, write: true })
  })

  test('is the larger of both where both are there', () => {
    const { bound } = bounded('POST /baseten/v1/chat/completions', { ...body, max_tokens: 5 })
    expect([bound.output?.asked, priceBound(bound, rates).priced.output?.write]).toEqual([100_000, false])
  })

  test('of Nova has two names', () => {
    const { bound } = bounded(`${nova}/invoke`, { messages: [], inferenceConfig: { max_new_tokens: 5000 } })
    expect([bound.output?.asked, bound.output?.fields]).toEqual([
      5000,
      [['inferenceConfig', 'max_new_tokens']],
    ])
  })

  test.each([
    [{ input: 'hi', max_output_tokens: 90_000 }, 90_000, [['max_output_tokens']]],
    [{ input: 'hi' }, null, [['max_output_tokens']]],
    [{ prompt: 'hi', max_completion_tokens: 9 }, 9, [['max_tokens'], ['max_completion_tokens']]],
  ])('of a model that is called with %j', (body, asked, fields) => {
    const { output } = bounded('POST /workers-ai/@cf/openai/gpt-oss-120b', body).bound
    expect([output?.asked, output?.fields]).toEqual([asked, fields])
  })
})

describe('a larger window that is asked for in the body', () => {
  test.each([
    [
      `${claudeOnBedrock}/converse`,
      { additionalModelRequestFields: { anthropic_beta: ['context-1m-2025-08-07'] } },
    ],
    [`${claudeOnBedrock}/invoke`, { anthropic_beta: ['context-1m-2025-08-07'], max_tokens: 9 }],
  ])('is held: %s', (line, more) => {
    expect(bounded(line, { messages: [], ...more }).bound.leastWindow).toBe(1_000_000)
  })
})

describe('media', () => {
  test('an image takes what the dearest of all models makes of it', () => {
    const body = { model: 'openrouter/anthropic/claude-sonnet-4.5', max_tokens: 9 }
    const asked = { ...body, messages: [{ role: 'user', content: [image] }] }
    expect(bounded(chat, asked).bound.inputTokens).toBeLessThan(6000)
    expect(bounded(chat, { ...asked, models: ['openai/gpt-4o-mini'] }).bound.inputTokens).toBeGreaterThan(
      48_169,
    )
  })

  test('a wide image of Gemini’s is 24 tiles', () => {
    const contents = [{ parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] }]
    const { bound } = bounded('POST /v1beta/models/gemini-2.0-flash:generateContent', { contents })
    expect(bound.inputTokens).toBeGreaterThan(24 * 258)
  })

  test('a mask is an image too', () => {
    const body = { model: 'gpt-image-1', prompt: 'x', images: [{ image_url: 'data:' }] }
    const tokens = (more: object): number =>
      bounded('POST /v1/images/edits', { ...body, ...more }).bound.inputTokens
    expect(tokens({ mask: { image_url: 'data:' } }) - tokens({})).toBeGreaterThan(6821)
  })

  test('a document may be read for a fee, unless who reads it is free', () => {
    const asked = (plugins?: object[]): string | null =>
      fieldOf(chat, {
        model: 'openrouter/deepseek/deepseek-chat',
        max_tokens: 9,
        messages: [{ role: 'user', content: [pdf] }],
        plugins,
      })
    const parser = (engine: string): object[] => [{ id: 'file-parser', pdf: { engine } }]
    expect([
      asked(),
      asked(parser('mistral-ocr')),
      asked(parser('native')),
      asked(parser('cloudflare-ai')),
    ]).toEqual(['messages.file', 'plugins', null, null])
    expect(asked([...parser('native'), { id: 'web' }])).toBe('plugins')
  })

  test('pages can be ranges', () => {
    const pages = (given: unknown): unknown =>
      bounded('POST /mistral/v1/ocr', { model: 'mistral-ocr-latest', document: {}, pages: given }).bound.units
    expect([pages(['0-99']), pages('0-99'), pages([3])]).toEqual([
      { page: 1000 },
      { page: 1000 },
      { page: 1 },
    ])
  })

  test('samples have two spellings', () => {
    const parameters = { sample_count: 9 }
    const { units } = bounded('POST /v1beta/models/lyria-2:predict', {
      instances: [{ prompt: 'x' }],
      parameters,
    }).bound
    expect(units).toEqual({ image: 9 })
  })

  test.each([
    [chat, { model: 'openrouter/google/gemini-2.5-flash-image', max_tokens: 9, messages: [] }],
    [chat, { model: 'openrouter/x/y', models: ['openai/gpt-5-image'], max_tokens: 9, messages: [] }],
  ])('images that a chat answers with heed no limit: %s %j', (line, body) => {
    expect(bounded(line, body).bound.output?.fields).toEqual([])
  })

  test('an interaction may draw by its format', () => {
    const asked = (response_format: unknown): string | null =>
      fieldOf('POST /google-ai-studio/v1beta/interactions', {
        model: 'gemini-3-flash',
        input: 'hi',
        response_format,
      })
    expect([
      asked({ type: 'image' }),
      asked([{ type: 'text' }, { type: 'audio' }]),
      asked({ type: 'text' }),
    ]).toEqual(['response_format', 'response_format', null])
  })
})

describe('what was worked out and never shown', () => {
  const seen = { inputTokens: null, outputTokens: null, outputBytes: 10 }
  const all = (line: string, body: object): boolean => {
    const { bound } = bounded(line, body)
    const { priced } = priceBound(bound, rates)
    const { nanoUsd } = settledBound(bound, priced, 100, seen)
    return nanoUsd === priced.fixedNano + (100 * priced.nanoPerMillionOutput) / 1e6
  }
  test.each<[string, string, object, boolean]>([
    ['the others of the best', 'POST /v1/completions', { best_of: 20, prompt: 'hi' }, true],
    ['the others of the best of a chat', chat, { best_of: 20 }, true],
    ['a wrong prediction', chat, { prediction: { content: 'x' } }, true],
    ['the thoughts of another model', chat, { models: ['o3'] }, true],
    ['nothing', chat, {}, false],
  ])('is paid for where an answer breaks off: %s', (_, line, more, whole) => {
    const model = line === chat ? 'gpt-4o' : 'gpt-3.5-turbo-instruct'
    expect(all(line, { model, max_tokens: 100, messages: [], ...more })).toBe(whole)
  })

  test('counts as often as there are answers, in a chat too', () => {
    expect(bounded(chat, { model: 'gpt-4o', messages: [], n: 2, best_of: 20 }).bound.output?.times).toBe(40)
  })
})

test('a member that only looks as if it were off is not', () => {
  for (const member of ['web_search_options', 'container', 'plugins'])
    expect(fieldOf(chat, { model: 'gpt-4o', messages: [], [member]: { mode: 'off' } })).toBe(member)
})

test('a vendor’s own instructions to think are input', () => {
  const body = { model: 'magistral-medium-latest', messages: [], max_tokens: 9 }
  const tokens = (more: object): number => bounded(chat, { ...body, ...more }).bound.inputTokens
  expect(tokens({ prompt_mode: 'reasoning' }) - tokens({})).toBeGreaterThan(1024)
})

describe('nothing is held for what cannot be', () => {
  test('a speed that nobody asked for', () => {
    const body = { model: 'claude-opus-4-7', max_tokens: 8192, messages: [] }
    const slow = reserved(messages, body)
    // 8,192 tokens at 25 USD a million, a tenth more in one place, and less than a cent of input.
    expect(slow - 8192 * 27_500).toBeLessThan(10_000_000)
    expect(reserved(messages, { ...body, speed: 'fast' })).toBeGreaterThan(5 * slow)
  })

  test('a limit for each turn, where it is for all of them together', () => {
    const body = {
      model: 'gpt-5',
      max_output_tokens: 9000,
      max_tool_calls: 3,
      tools: [{ type: 'web_search' }],
    }
    expect(bounded(responses, { ...body, input: 'hi' }).bound).toMatchObject({
      turns: 4,
      output: { times: 1 },
    })
  })
})
