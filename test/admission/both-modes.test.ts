import { describe, expect, test } from 'vitest'
import { admit, readmit } from '../../src/admission/admit.ts'
import type { Held } from '../../src/admission/held.ts'
import { settled } from '../../src/admission/settle.ts'
import { builtInConfig } from '../../src/keys/config.ts'
import type { Row } from '../../src/ledger/row.ts'
import type { Terms } from '../../src/meter/terms.ts'
import { askingOf, budgetOf, portsOf, silent, usd } from './stage.ts'

type Asked = [line: string, body: object, headers?: Record<string, string>]

const wide = budgetOf(900_000 * usd)

function askingFor([line, body, headers = {}]: Asked, terms: Terms) {
  const asking = askingOf(line, body, terms, { config: builtInConfig })
  return { ...asking, asked: { ...asking.asked, headers: new Headers(headers) } }
}

/** What is held for a request on a fresh Meter, and whether it was lowered for that; or why it was refused. */
async function letIn(asked: Asked, terms: Terms) {
  const found = await admit(askingFor(asked, terms), portsOf().ports)
  if (!found.ok) return { refused: found.refusal.reason }
  const { held, told } = found.value
  return { reserved: held.reservedNano, lowered: told.some(([name]) => name === 'tollgate-clamped') }
}

async function heldFor(asked: Asked, terms: Terms): Promise<Held> {
  const found = await admit(askingFor(asked, terms), portsOf().ports)
  if (!found.ok) throw new Error(found.refusal.message)
  return found.value.held
}

const chat = (more: object, model = 'gpt-4o'): Asked => [
  'POST /v1/chat/completions',
  { model, max_completion_tokens: 1000, messages: [], ...more },
]
const said = (...content: unknown[]): object => ({ messages: [{ role: 'user', content }] })
const text = { type: 'text', text: 'x' }
const responses = (more: object): Asked => [
  'POST /v1/responses',
  { model: 'gpt-5', max_output_tokens: 1000, input: 'hi', ...more },
]
const input = (...content: unknown[]): object => ({ input: [{ role: 'user', content }] })
const messages = (more: object, model = 'claude-opus-4-7'): Asked => [
  'POST /v1/messages',
  { model, max_tokens: 1000, messages: [], ...more },
]
const gemini = (more: object): Asked => [
  'POST /v1beta/models/gemini-2.5-flash:generateContent',
  { contents: [], ...more },
]
const generated = (more: object): Asked => gemini({ generationConfig: { maxOutputTokens: 1000, ...more } })
const picture = (more: object): Asked => [
  'POST /v1/images/generations',
  { model: 'gpt-image-1', prompt: 'x', ...more },
]
const completion = (more: object): Asked => [
  'POST /v1/completions',
  { model: 'gpt-3.5-turbo-instruct', max_tokens: 1000, prompt: 'x', ...more },
]
const search = { type: 'web_search' }

/** By the lines of the table "What bounds a request": a plain request, and what would pass under its bound. */
const bounded: [what: string, plain: Asked, raised: Asked][] = [
  ['text', chat(said(text)), chat(said({ ...text, text: 'x'.repeat(5000) }))],
  [
    'an image',
    chat(said(text)),
    chat(said({ type: 'image_url', image_url: { url: 'data:image/png;base64,AA' } })),
  ],
  [
    'a document',
    messages(said(text)),
    messages(
      said({ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AA' } }),
    ),
  ],
  [
    'sound',
    chat(said(text)),
    chat(said({ type: 'input_audio', input_audio: { data: 'A'.repeat(9000), format: 'mp3' } })),
  ],
  ['an earlier answer', responses({}), responses({ previous_response_id: 'resp_1' })],
  ['a conversation', responses({}), responses({ conversation: 'conv_1' })],
  ['a stored prompt', responses({}), responses({ prompt: { id: 'pmpt_1' }, tools: [] })],
  ['an item by its id', responses(input()), responses({ input: [{ type: 'item_reference', id: 'msg_1' }] })],
  ['a file by its id', responses(input()), responses(input({ type: 'input_file', file_id: 'file-1' }))],
  [
    'media by its address',
    chat(said(text)),
    chat(said({ type: 'image_url', image_url: { url: 'https://a.test/b.png' } })),
  ],
  ['`n`', chat({}), chat({ n: 4 })],
  ['`best_of`', completion({}), completion({ best_of: 4 })],
  ['many prompts', completion({}), completion({ prompt: ['x', 'x', 'x', 'x'] })],
  ['`candidateCount`', generated({}), generated({ candidateCount: 4 })],
  ['`candidate_count`', generated({}), generated({ candidate_count: 4 })],
  ['many images', picture({}), picture({ n: 4 })],
  ['a prediction', chat({}), chat({ prediction: { type: 'content', content: 'x'.repeat(5000) } })],
  ['searches', responses({}), responses({ tools: [search], max_tool_calls: 2 })],
  ['a fast answer', messages({}), messages({ speed: 'fast' })],
  [
    'several models',
    chat({ model: 'openrouter/openai/gpt-4o-mini', max_tokens: 1000 }),
    chat({ model: 'openrouter/openai/gpt-4o-mini', max_tokens: 1000, models: ['openai/gpt-4o'] }),
  ],
  ['a fallback', messages({}), messages({ fallbacks: [{ model: 'claude-opus-4-6' }] })],
]

const unbounded: [what: string, field: string, asked: Asked][] = [
  ['a stored prompt with tools of its own', 'prompt', responses({ prompt: { id: 'pmpt_1' } })],
  ['what is cached by name', 'cachedContent', gemini({ cachedContent: 'cachedContents/c' })],
  ['servers of tools', 'mcp_servers', messages({ mcp_servers: [{ type: 'url', url: 'https://a.test' }] })],
  ['a container', 'container', messages({ container: { skills: [] } })],
  ['searches of a chat', 'web_search_options', chat({ web_search_options: {} })],
  [
    'a model that searches',
    'model',
    chat({ max_completion_tokens: undefined, max_tokens: 1000 }, 'sonar-reasoning-pro'),
  ],
  ['a callback', 'webhook', chat({ webhook: 'https://a.test' })],
]

describe('held as much in a soft budget as in a hard one', () => {
  test.each(bounded)('is %s, which the hard one lets in only if it fits', async (_what, plain, raised) => {
    const [plainly, dearer] = [await letIn(plain, wide), await letIn(raised, wide)]
    // By more than the bytes in which they differ.
    expect(dearer.reserved).toBeGreaterThan(1.2 * (plainly.reserved ?? Infinity))
    const just = plainly.reserved ?? 0
    const hard = budgetOf(just)
    expect([await letIn(plain, hard), await letIn(raised, hard)]).toEqual([
      plainly,
      { refused: 'insufficient_quota' },
    ])
    const soft = budgetOf(just, { mode: 'soft' })
    expect([await letIn(plain, soft), await letIn(raised, soft)]).toEqual([plainly, dearer])
  })

  test.each(unbounded)('is what is known of %s, which the hard one refuses', async (_what, field, asked) => {
    const found = await admit(askingFor(asked, wide), portsOf().ports)
    expect(found).toMatchObject({ ok: false, refusal: { reason: 'unbounded', param: field } })
    const softly = await letIn(asked, budgetOf(1, { mode: 'soft' }))
    expect(softly).toEqual({ reserved: expect.any(Number), lowered: false })
    expect(softly.reserved).toBeGreaterThan(0)
  })
})

test.each<[what: string, asked: Asked]>([
  ['that the tables do not know', ['POST /v1/unheard/of', { model: 'gpt-4o' }]],
  ['whose work goes on', ['POST /replicate/v1/predictions', { version: 'v', input: {} }]],
  ['in a queue', ['POST /fal/fal-ai/flux/dev', { prompt: 'x' }]],
])('a request %s goes up in a soft budget alone, with nothing known of it', async (_what, asked) => {
  expect([await letIn(asked, wide), await letIn(asked, budgetOf(1, { mode: 'soft' }))]).toEqual([
    { refused: expect.stringMatching(/^(unbounded|model_unpriced)$/) },
    { reserved: 0, lowered: false },
  ])
})

describe.each(['hard', 'soft'] as const)('in a %s budget', (mode) => {
  const terms = budgetOf(100 * usd, { mode })
  const seen = { final: false, outputBytes: 100, uncharged: false }
  const estimate = (held: Held, cost_nano_usd: number): Row => ({
    ...silent,
    usage_source: 'estimated',
    cost_nano_usd,
    price_id: held.priceId,
  })

  test('a job is charged with all that is held for it until its end is read', async () => {
    const held = await heldFor(responses({ background: true }), terms)
    const early = { ...silent, cost_nano_usd: 1 }
    expect(settled(early, held, { ...seen, final: true, goesOn: true })).toEqual(
      estimate(held, held.reservedNano),
    )
    expect(settled(silent, held, seen)).toEqual(estimate(held, held.reservedNano))
  })

  test('a priority tier is held also where nobody asked for it: an account may have it for all', async () => {
    const tiers = ['default', 'priority', undefined]
    const held = await Promise.all(tiers.map((service_tier) => heldFor(chat({ service_tier }), terms)))
    expect(held.map(({ priced }) => priced.nanoPerMillionOutput)).toEqual(
      [17, 17, 17].map((rate) => rate * usd),
    )
  })

  test('writing to a cache is held also where nobody asked for it', async () => {
    const systems = [[text], [{ ...text, cache_control: { type: 'ephemeral', ttl: '1h' } }]]
    const held = await Promise.all(systems.map((system) => heldFor(messages({ system }), terms)))
    expect(held.map(({ priced }) => priced.inputRate)).toEqual([11 * usd, 11 * usd])
  })

  test('an answer without usage costs its input and what was seen of it', async () => {
    const held = await heldFor(chat({}), terms)
    expect(settled(silent, held, seen)).toEqual(
      estimate(held, held.reservedNano - (900 * held.priced.nanoPerMillionOutput) / 1e6),
    )
  })

  test('an answer that ends amid hidden reasoning costs all that is held for it', async () => {
    const held = await heldFor(chat({}, 'o3'), terms)
    expect(settled(silent, held, seen)).toEqual(estimate(held, held.reservedNano))
  })

  test('a target is held beside the one before it that was given up', async () => {
    const stage = portsOf()
    const asking = askingFor(chat({}), terms)
    const first = await admit(asking, stage.ports)
    if (!first.ok) throw new Error(first.refusal.message)
    const { reservedNano: nano, reservedTokens: tokens } = first.value.held
    const second = await readmit(asking, { nano, tokens }, stage.ports)
    expect([second.ok && second.value.held.reservedNano, stage.money(terms)]).toEqual([nano, [0, 2 * nano]])
  })
})

test('a target that does not fit beside the one before it goes up in a soft budget alone', async () => {
  const nano = (await heldFor(chat({}), wide)).reservedNano
  const readmitted = async (mode: 'hard' | 'soft') => {
    const stage = portsOf()
    const asking = askingFor(chat({}), budgetOf(2 * nano - 1, { mode }))
    await admit(asking, stage.ports)
    const second = await readmit(asking, { nano, tokens: 0 }, stage.ports)
    return [second.ok ? second.value.held.reservedNano : second.refusal.reason, stage.money(asking.terms)]
  }
  expect([await readmitted('hard'), await readmitted('soft')]).toEqual([
    ['insufficient_quota', [0, nano]],
    [nano, [0, 2 * nano]],
  ])
})
