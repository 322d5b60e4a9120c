import { describe, expect, test } from 'vitest'
import { upstreamBody } from '../../src/rewrite/body.ts'
import { bodyOf, destined, firstRoute, routeOf, routed, rules as noRules } from './journeys.ts'

const chat = 'POST /v1/chat/completions'

function summary(line: string, body: unknown): unknown {
  const { provider, path, door, endpoint, upstreamModel, root } = routed(line, body)
  return [
    provider.slug,
    path,
    door.name,
    door.endpoint,
    endpoint?.path,
    endpoint?.usage,
    upstreamModel,
    root?.at,
  ]
}

describe('a chat whose body has `input` and no `messages`', () => {
  test.each([
    ['gpt-5.5', 'openai', 'responses', null, ''],
    ['groq/openai/gpt-oss-120b', 'groq', 'responses', 'openai/gpt-oss-120b', ''],
    ['xai/grok-4', 'grok', 'v1/responses', 'grok-4', 'v1'],
    ['openrouter/openai/gpt-5.5', 'openrouter', 'v1/responses', 'openai/gpt-5.5', 'v1'],
  ])('of %s goes to the Responses API of %s', (model, slug, path, upstreamModel, at) => {
    const expected = [slug, path, 'openai', 'responses', 'responses', 'openai-responses', upstreamModel, at]
    for (const line of [chat, 'POST /compat/chat/completions', 'POST /chat/completions', `${chat}/`]) {
      expect(summary(line, { model, input: 'hi' })).toEqual(expected)
    }
  })

  test.each(['mistral-large-latest', 'gemini-2.5-pro', 'cerebras/gpt-oss-120b', 'command-r'])(
    'of %s is refused, for its provider has no such API',
    (model) => {
      expect(routeOf(chat, { model, input: [] })).toEqual({
        ok: false,
        refusal: {
          reason: 'bad_request',
          message:
            'This body has `input` and no `messages`: it is one for the Responses API, which the provider of this model does not have. Send `messages`, or choose a model of a provider that has that API.',
          param: 'messages',
        },
      })
    },
  )

  test('of a mount is refused: nobody said that it has the API', () => {
    const mounts = [
      { name: 'lab', gateway: 'custom-vllm', dialect: 'openai', prefix: '', units: [] },
    ] as const
    const rules = { ...noRules, mounts }
    expect(firstRoute(destined(chat), bodyOf({ model: 'lab/x', input: 'hi' }), rules)).toMatchObject({
      ok: false,
      refusal: { reason: 'bad_request', param: 'messages' },
    })
  })

  test.each([
    ['that has both', chat, { model: 'gpt-4o', input: 'hi', messages: [] }],
    ['on a provider’s own door', 'POST /openai/chat/completions', { model: 'gpt-4o', input: 'hi' }],
  ])('stays a chat: %s', (_, line, body) => {
    expect(routed(line, body)).toMatchObject({ path: 'chat/completions', chatTurnedResponses: false })
  })

  test('and embeddings stay embeddings', () => {
    expect(routed('POST /v1/embeddings', { model: 'text-embedding-3-small', input: 'hi' }).path).toBe(
      'embeddings',
    )
  })

  test.each([
    [{ stream: true }, {}, 'not_ours'],
    [{ stream: true, stream_options: { include_usage: true } }, { stream_options: {} }, 'not_ours'],
    [{ stream_options: { include_usage: false } }, { stream_options: {} }, 'not_ours'],
    [{ stream_options: { include_obfuscation: false } }, {}, 'not_ours'],
  ])('loses what only a chat may ask: %j', (more, changed, usageChunk) => {
    const body = { model: 'gpt-5.5', input: 'hi', ...more }
    const made = upstreamBody(routed(chat, body), bodyOf(body), { searchParams: new URLSearchParams() })
    expect(made.ok && [JSON.parse(made.value.text), made.value.usageChunk]).toEqual([
      { ...body, ...changed },
      usageChunk,
    ])
  })
})
