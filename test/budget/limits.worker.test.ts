import Anthropic, { RateLimitError as AnthropicRateLimit } from '@anthropic-ai/sdk'
import { ApiError, GoogleGenAI } from '@google/genai'
import OpenAI, { RateLimitError as OpenAIRateLimit } from 'openai'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Guest, sharedStage, type Stage } from '../doors/stage.ts'
import { accountOf } from './burst.ts'

let stage: Stage

beforeAll(async () => {
  stage = await sharedStage()
})

const perMonth = (usd: number, more: object = {}): object => ({ budget: { usd, per: 'month', ...more } })
const messages = [{ role: 'user' as const, content: 'hi' }]
const contents = 'hi'

function openai({ token }: Guest): OpenAI {
  return new OpenAI({ baseURL: `${stage.url}/v1`, apiKey: token, maxRetries: 0 })
}
function anthropic({ token }: Guest): Anthropic {
  return new Anthropic({ baseURL: stage.url, apiKey: token, maxRetries: 0 })
}
function google({ token }: Guest): GoogleGenAI {
  return new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl: stage.url } })
}

/** What went up under a key, its counts aside. */
async function sent(guest: Guest): Promise<{ url: string; body: Record<string, unknown> }[]> {
  const answers = guest.arrivals().filter(({ url }) => !/count_?tokens|input_tokens/i.test(url))
  return Promise.all(answers.map(async ({ url, body }) => ({ url, body: JSON.parse(String(await body)) })))
}

/** The arithmetic in an error, of which only what it takes is left open. */
const nothingFits = {
  scope: 'budget',
  limit: 0.001,
  used: 0,
  reserved: 0,
  required: expect.any(Number) as unknown,
  resets_at: expect.stringMatching(/^\d{4}-\d\d-01T00:00:00\.000Z$/) as unknown,
}

describe.concurrent('what fits in no way is refused, with the arithmetic in the error that is thrown, by', () => {
  test('OpenAI’s SDK', async () => {
    const guest = await stage.guest('refused-openai', perMonth(0.001))
    const asked = openai(guest).chat.completions.create({ model: 'gpt-4o', messages })
    const error: unknown = await asked.catch((thrown) => thrown)
    if (!(error instanceof OpenAIRateLimit)) throw error
    expect([error.status, error.code, error.type, error.headers?.get('x-should-retry')]).toEqual([
      429,
      'insufficient_quota',
      'insufficient_quota',
      'false',
    ])
    expect(error.error).toMatchObject(nothingFits)
    expect(error.message).toMatch(/^429 This key's budget is 0\.001 USD: 0\.00 USD are spent/)
    expect(await sent(guest)).toEqual([])
  })

  test('Anthropic’s SDK', async () => {
    const guest = await stage.guest('refused-anthropic', perMonth(0.001))
    const asked = anthropic(guest).messages.create({ model: 'claude-sonnet-5', max_tokens: 2000, messages })
    const error: unknown = await asked.catch((thrown) => thrown)
    if (!(error instanceof AnthropicRateLimit)) throw error
    expect(error.error).toMatchObject({ type: 'error', error: { type: 'rate_limit_error', ...nothingFits } })
    expect([error.headers.get('x-should-retry'), await sent(guest)]).toEqual(['false', []])
  })

  test('Google’s SDK', async () => {
    const guest = await stage.guest('refused-google', perMonth(0.001))
    const asked = google(guest).models.generateContent({ model: 'gemini-2.5-pro', contents })
    const error: unknown = await asked.catch((thrown) => thrown)
    if (!(error instanceof ApiError)) throw error
    expect([error.status, JSON.parse(error.message)]).toMatchObject([
      429,
      { error: { code: 429, status: 'RESOURCE_EXHAUSTED', ...nothingFits } },
    ])
    expect(await sent(guest)).toEqual([])
  })
})

describe.concurrent('an answer is shortened to what can be paid, and says so', () => {
  test.each(['max_tokens', 'max_completion_tokens'] as const)('in %s, which a chat used', async (field) => {
    const guest = await stage.guest(`clamped-${field.replaceAll('_', '-')}`, perMonth(0.1))
    const { response } = await openai(guest)
      .chat.completions.create({ model: 'gpt-4o', messages, [field]: 16_000, stop: ['1.0'] })
      .withResponse()
    const [up] = await sent(guest)
    const limit = up?.body[field]
    expect(up?.body).toEqual({ model: 'gpt-4o', messages, [field]: limit, stop: ['1.0'] })
    expect(limit).toBeGreaterThanOrEqual(1024)
    expect(limit).toBeLessThan(16_000)
    expect(response.headers.get('tollgate-clamped')).toBe(`${field}=${String(limit)}`)
  })

  test('in all of its answers (`n`), where they are several', async () => {
    const guest = await stage.guest('clamped-n', perMonth(0.1))
    const ask = { model: 'gpt-4o', messages, max_completion_tokens: 16_000 }
    await openai(guest).chat.completions.create({ ...ask, n: 4 })
    const [up] = await sent(guest)
    expect(up?.body['n']).toBe(4)
    expect(Number(up?.body['max_completion_tokens']) * 4 * 10e-6).toBeLessThan(0.1)
  })

  test('in Anthropic’s max_tokens', async () => {
    const guest = await stage.guest('clamped-anthropic', perMonth(0.1))
    const { response } = await anthropic(guest)
      .messages.create({ model: 'claude-sonnet-5', max_tokens: 30_000, messages, stream: true })
      .withResponse()
    const [up] = await sent(guest)
    expect(up?.body).toMatchObject({ max_tokens: expect.any(Number), messages, stream: true })
    expect(response.headers.get('tollgate-clamped')).toBe(`max_tokens=${String(up?.body['max_tokens'])}`)
    expect(up?.body['max_tokens']).toBeLessThan(10_000)
  })

  test('in the max_tokens of a Claude that is asked as a chat', async () => {
    const guest = await stage.guest('clamped-claude', perMonth(0.1))
    const ask = { model: 'claude-sonnet-5', messages, max_completion_tokens: 30_000 }
    const { response } = await openai(guest).chat.completions.create(ask).withResponse()
    const [up] = await sent(guest)
    expect(up?.url).toMatch(/\/anthropic\/v1\/messages$/)
    expect(up?.body['max_tokens']).toBeLessThan(10_000)
    const told = response.headers.get('tollgate-clamped')
    expect(told).toMatch(new RegExp(`^max_(completion_)?tokens=${String(up?.body['max_tokens'])}$`))
  })

  test('in Google’s generationConfig, beside what else is in it', async () => {
    const guest = await stage.guest('clamped-google', perMonth(0.2))
    const config = { maxOutputTokens: 60_000, temperature: 0.5 }
    await google(guest).models.generateContent({ model: 'gemini-2.5-pro', contents, config })
    const [up] = await sent(guest)
    const generationConfig = up?.body['generationConfig'] as Record<string, number> | undefined
    expect(generationConfig).toEqual({ temperature: 0.5, maxOutputTokens: expect.any(Number) })
    expect(generationConfig?.['maxOutputTokens']).toBeLessThan(20_000)
  })

  test('but an agent’s turn keeps its 8,192 tokens, and an explicit budget for thinking an answer', async () => {
    const guest = await stage.guest('agent-floor', perMonth(0.08))
    const tools = [{ name: 'f', input_schema: { type: 'object' as const } }]
    const ask = { model: 'claude-sonnet-5', max_tokens: 30_000, messages }
    const failure = (more: object): Promise<unknown> =>
      anthropic(guest)
        .messages.create({ ...ask, ...more, stream: true })
        .then(
          () => 'served',
          (error: Error) => error.constructor.name,
        )
    expect([
      await failure({ tools }),
      await failure({ thinking: { type: 'enabled', budget_tokens: 20_000 } }),
      await failure({}),
    ]).toEqual(['RateLimitError', 'RateLimitError', 'served'])
  })
})

describe.concurrent('a key with a budget', () => {
  test('has tools and images also where its words are translated, either way', async () => {
    const guest = await stage.guest('clamped-translated', perMonth(5))
    const image = { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } }
    const call = { id: 'call_1', type: 'function' as const, function: { name: 'f', arguments: '{}' } }
    await openai(guest).chat.completions.create({
      model: 'claude-sonnet-5',
      tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }],
      messages: [
        { role: 'user', content: [image] },
        { role: 'assistant', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: 'ok' },
      ],
    })
    await anthropic(guest).messages.create({
      model: 'gpt-4o',
      max_tokens: 9000,
      tools: [{ name: 'f', input_schema: { type: 'object' } }],
      messages: [
        { role: 'user', content: 'hi' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 'toolu_1', name: 'f', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' }] },
      ],
    })
    expect((await sent(guest)).map(({ url }) => url.replace(/^.*default/, ''))).toEqual([
      '/anthropic/v1/messages',
      '/openai/chat/completions',
    ])
    const rows = await guest.rows(2)
    const spent = rows.reduce((sum, { cost_nano_usd: cost }) => sum + (cost ?? 0), 0)
    expect(await accountOf(stage.url, guest.token)).toEqual({ spent, reserved: 0 })
  })

  test('sends nothing up that has no end, unless it is soft', async () => {
    const hard = await stage.guest('hard', perMonth(1))
    const soft = await stage.guest('soft', perMonth(1, { mode: 'soft' }))
    const ask = { model: 'gpt-4o', messages, web_search_options: {} }
    const unpriced = { model: 'openai/gpt-unheard-of', messages }
    const status = (guest: Guest, body: typeof ask | typeof unpriced): Promise<unknown> =>
      openai(guest)
        .chat.completions.create(body)
        .then(
          () => 'served',
          ({ status, code }: { status: number; code: string }) => `${status} ${code}`,
        )
    expect(
      await Promise.all([hard, soft].flatMap((guest) => [ask, unpriced].map((body) => status(guest, body)))),
    ).toEqual(['403 unbounded', '403 model_unpriced', 'served', 'served'])
  })

  test('has its usage asked for, whatever the client says, and no retries or masks of the client’s', async () => {
    const paid = await stage.guest('asks-usage', perMonth(1))
    const free = await stage.guest('asks-freely')
    for (const guest of [paid, free]) {
      const headers = { 'cf-aig-max-attempts': '5', 'cf-aig-request-timeout': '100000' }
      const stream = await openai(guest).chat.completions.create(
        { model: 'gpt-4o', messages, stream: true, stream_options: { include_usage: false } },
        { headers },
      )
      const chunks = await Array.fromAsync(stream)
      expect(chunks.filter(({ usage }) => usage)).toEqual([])
      await fetch(
        `${stage.url}/v1beta/models/gemini-2.5-flash:generateContent?fields=candidates&%24Fields=x&a=b`,
        {
          method: 'POST',
          headers: { 'x-goog-api-key': guest.token },
          body: '{"contents":[{"parts":[{"text":"hi"}]}]}',
        },
      ).then((answer) => answer.arrayBuffer())
    }
    const seen = async (guest: Guest): Promise<unknown> => {
      const [chat, gemini] = guest.arrivals()
      const { stream_options: options } = (await sent(guest))[0]?.body ?? {}
      return [
        chat?.headers['cf-aig-max-attempts'],
        chat?.headers['cf-aig-request-timeout'],
        options,
        gemini?.url.split('?')[1],
      ]
    }
    expect([await seen(paid), await seen(free)]).toEqual([
      [undefined, undefined, { include_usage: true }, 'a=b'],
      ['5', '100000', { include_usage: true }, 'fields=candidates&%24Fields=x&a=b'],
    ])
  })

  test('may not mint', async () => {
    const guest = await stage.guest('mints', { ...perMonth(1), scopes: ['inference', 'mint'] })
    const error: unknown = await openai(guest)
      .models.list()
      .catch((thrown) => thrown)
    expect(error).toMatchObject({ status: 403, code: 'key_misconfigured' })
  })

  test('holds nothing once all has ended, and has spent what its rows say', async () => {
    const guest = await stage.guest('accounted', perMonth(1))
    await Promise.all(
      [1, 2, 3].map(() => openai(guest).chat.completions.create({ model: 'gpt-4o', messages })),
    )
    const rows = await guest.rows(3)
    const spent = rows.reduce((sum, { cost_nano_usd: cost }) => sum + (cost ?? 0), 0)
    expect(spent).toBeGreaterThan(0)
    expect(await accountOf(stage.url, guest.token)).toEqual({ spent, reserved: 0 })
  })
})
