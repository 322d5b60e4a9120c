import { describe, expect, test } from 'vitest'
import { targetOf } from '../../src/journey/attempt.ts'
import { parseConfig } from '../../src/keys/config.ts'
import { providerNames } from '../../src/providers/index.ts'
import { permitRoutes } from '../../src/route/permit.ts'
import { findRoutes, type Route } from '../../src/route/route.ts'
import type { Result } from '../../src/refusal/refusal.ts'
import { bodyOf, callerWith, destined, rules } from './journeys.ts'

const models = {
  fast: ['groq/llama-3.3-70b-versatile', 'openai/gpt-4o-mini'],
  'gpt-4o': 'azure-openai/my-res/my-deploy',
  regions: ['azure/east/gpt', 'azure/west/gpt', 'bedrock/eu-west-1/openai.gpt-oss-120b-1:0'],
  either: ['anthropic/claude-opus-5', 'openai/gpt-5'],
  'claude-*': ['anthropic/claude-opus-5', 'openrouter/anthropic/claude-opus-5'],
  'gemini-*': ['groq/llama-3.3-70b-versatile', 'google/gemini-2.5-pro'],
  speech: 'elevenlabs/eleven_v3',
  cached: { to: 'groq/a', timeout_ms: 5000, cache_ttl: 60, query: { v: '1' } },
  weighted: [
    { to: 'groq/a', weight: 1 },
    { to: 'groq/b', weight: 3 },
  ],
  mine: ['lab/llama', 'groq/llama'],
  'openai/gpt-5': 'groq/x',
}
const text = JSON.stringify({
  models,
  providers: { lab: { gateway: 'custom-lab', dialect: 'openai', prefix: 'v1' } },
})
const parsed = parseConfig(text, providerNames)
if (!parsed.ok) throw new Error(parsed.message)
const { config } = parsed

const chat = 'POST /v1/chat/completions'

function found(line: string, body: unknown, random = 0): Result<readonly Route[]> {
  const { aliases, mounts } = config
  return findRoutes(destined(line), body === null ? null : bodyOf(body), {
    ...rules,
    aliases,
    mounts,
    random: () => random,
  })
}

/** Each way of a chain: its path at the gateway, and the model in its body (null: as it came). */
function ways(line: string, body: unknown, random?: number): unknown {
  const routes = found(line, body, random)
  if (!routes.ok) return routes.refusal.reason
  return routes.value.map(({ provider, path, upstreamModel, modelInPath }) => [
    `${provider.slug}/${path}`,
    modelInPath ? 'in the path' : upstreamModel,
  ])
}

describe('an alias on the OpenAI door', () => {
  test.each([
    [
      'fast',
      [
        ['groq/chat/completions', 'llama-3.3-70b-versatile'],
        ['openai/chat/completions', 'gpt-4o-mini'],
      ],
    ],
    ['gpt-4o', [['azure-openai/my-res/my-deploy/chat/completions', 'in the path']]],
    [
      'regions',
      [
        ['azure-openai/east/gpt/chat/completions', 'in the path'],
        ['azure-openai/west/gpt/chat/completions', 'in the path'],
        ['aws-bedrock/bedrock-mantle/eu-west-1/openai/v1/chat/completions', 'openai.gpt-oss-120b-1:0'],
      ],
    ],
    [
      'either',
      [
        ['anthropic/v1/messages', 'claude-opus-5'],
        ['openai/chat/completions', 'gpt-5'],
      ],
    ],
    [
      'mine',
      [
        ['lab/v1/chat/completions', 'llama'],
        ['groq/chat/completions', 'llama'],
      ],
    ],
    ['openai/gpt-5', [['groq/chat/completions', 'x']]],
  ])('%s leads to each of its targets', (model, expected) => {
    expect(ways(chat, { model })).toEqual(expected)
  })

  test('is chosen by its weights', () => {
    expect([0, 0.24, 0.25, 0.99].map((random) => ways(chat, { model: 'weighted' }, random))).toEqual(
      ['ab', 'ab', 'ba', 'ba'].map((order) => [...order].map((name) => ['groq/chat/completions', name])),
    )
  })

  test('holds for every endpoint with a model, and drops the targets that do not have it', () => {
    expect(ways('POST /v1/embeddings', { model: 'either' })).toEqual([['openai/embeddings', 'gpt-5']])
    expect(ways('POST /v1/responses', { model: 'fast' })).toEqual([
      ['groq/responses', 'llama-3.3-70b-versatile'],
      ['openai/responses', 'gpt-4o-mini'],
    ])
    expect(ways('POST /v1/audio/transcriptions', { model: 'gpt-4o' })).toEqual([
      ['azure-openai/my-res/my-deploy/audio/transcriptions', 'in the path'],
    ])
  })

  test('translates for those of its targets that need it', () => {
    const routes = found(chat, { model: 'either' })
    expect(routes.ok && routes.value.map(({ translated }) => translated)).toEqual([true, false])
  })

  test('that no target can serve here says so', () => {
    expect(ways(chat, { model: 'speech' })).toBe('wrong_door')
  })

  test('carries what the operator says of each target', () => {
    const routes = found(chat, { model: 'cached' })
    const options = { weight: null, timeoutMs: 5000, cacheTtl: 60, query: { v: '1' } }
    expect(routes.ok && routes.value.map((route) => route.options)).toEqual([options])
  })

  test('tells its targets apart by their places too', () => {
    const routes = found(chat, { model: 'regions' })
    expect(routes.ok && routes.value.map(targetOf)).toEqual([
      'azure-openai/east/gpt',
      'azure-openai/west/gpt',
      'aws-bedrock/eu-west-1/openai.gpt-oss-120b-1:0',
    ])
  })
})

describe('an alias on the Anthropic door', () => {
  test('leads to whoever has that API', () => {
    expect(ways('POST /v1/messages', { model: 'claude-x' })).toEqual([
      ['anthropic/v1/messages', 'claude-opus-5'],
      ['openrouter/v1/messages', 'anthropic/claude-opus-5'],
    ])
    expect(ways('POST /v1/messages/count_tokens', { model: 'either' })).toEqual([
      ['anthropic/v1/messages/count_tokens', 'claude-opus-5'],
      ['openai/chat/completions', 'gpt-5'],
    ])
  })

  test.each(['messages', 'messages/', 'messages/count_tokens'])(
    'leads %s to whoever has chats, and so does a model of theirs',
    (path) => {
      expect(ways(`POST /v1/${path}`, { model: 'fast' })).toEqual([
        ['groq/chat/completions', 'llama-3.3-70b-versatile'],
        ['openai/chat/completions', 'gpt-4o-mini'],
      ])
      expect(ways(`POST /v1/${path}`, { model: 'gpt-5' })).toEqual([['openai/chat/completions', null]])
      expect(ways(`POST /v1/${path}`, { model: 'regions' })).toEqual([
        ['azure-openai/east/gpt/chat/completions', 'in the path'],
        ['azure-openai/west/gpt/chat/completions', 'in the path'],
        ['aws-bedrock/bedrock-mantle/eu-west-1/openai/v1/chat/completions', 'openai.gpt-oss-120b-1:0'],
      ])
    },
  )

  test('translates for those of its targets that need it', () => {
    const of = (path: string) => {
      const routes = found(`POST /v1/${path}`, { model: 'either' })
      return (
        routes.ok &&
        routes.value.map(({ translated, endpoint }) => [translated, endpoint?.path, endpoint?.usage])
      )
    }
    expect(of('messages')).toEqual([
      [false, 'messages', 'anthropic-messages'],
      [true, 'chat/completions', 'openai-chat'],
    ])
    expect(of('messages/count_tokens')).toEqual([
      [false, 'messages/count_tokens', 'none'],
      [true, 'messages/count_tokens', 'none'],
    ])
  })

  test('leads to the vendor’s own API where the model is there', () => {
    expect(ways('POST /v1/messages', { model: 'bedrock/us-east-1/anthropic.claude-opus-5' })).toEqual([
      ['aws-bedrock/bedrock-mantle/us-east-1/anthropic/v1/messages', 'anthropic.claude-opus-5'],
    ])
  })

  test('that no target can serve here says so', () => {
    expect(ways('POST /v1/messages', { model: 'speech' })).toBe('wrong_door')
  })

  test('leaves a name that nobody knows to Anthropic', () => {
    expect(ways('POST /v1/messages', { model: 'newest' })).toEqual([['anthropic/v1/messages', null]])
  })
})

describe('an alias on the Gemini door', () => {
  test.each([
    ['/v1beta/models/gemini-x:generateContent', 'v1beta/models/gemini-2.5-pro:generateContent'],
    [
      '/v1beta/models/gemini-x%3AstreamGenerateContent?alt=sse',
      'v1beta/models/gemini-2.5-pro:streamGenerateContent',
    ],
    ['/v1/models/gemini-x:countTokens', 'v1/models/gemini-2.5-pro:countTokens'],
  ])('changes the name in %s', (path, expected) => {
    expect(ways(`POST ${path}`, {})).toEqual([[`google-ai-studio/${expected}`, 'in the path']])
  })

  test('that leads elsewhere only is refused', () => {
    expect(ways('POST /v1beta/models/fast:generateContent', {})).toBe('wrong_door')
  })

  test('is none for a path without an alias, which goes as it is', () => {
    expect(ways('POST /v1beta/models/new:generateContent', {})).toEqual([
      ['google-ai-studio/v1beta/models/new:generateContent', 'in the path'],
    ])
  })
})

test.each(['/groq/chat/completions', '/openai/v1/chat/completions'])(
  'on a provider’s own door %s a name is the provider’s, whatever the aliases say',
  (path) => {
    const [slug] = path.slice(1).split('/')
    expect(ways(`POST ${path}`, { model: 'fast' })).toEqual([[`${slug}/chat/completions`, null]])
  },
)

describe('a key with a list of models', () => {
  /** The targets that are left of an alias's chain. */
  function left(alias: string, ...globs: string[]): unknown {
    const routes = found(chat, { model: alias })
    if (!routes.ok) throw new Error(routes.refusal.message)
    const body = bodyOf({ model: alias })
    const permitted = permitRoutes(callerWith({ models: globs }), routes.value, 'POST', body)
    return permitted.ok ? permitted.value.map(targetOf) : permitted.refusal
  }
  const groq = 'groq/llama-3.3-70b-versatile'
  const openai = 'openai/gpt-4o-mini'

  test.each([
    [['fast'], [groq, openai]],
    [['f*'], [groq, openai]],
    [['groq/*'], [groq]],
    [['llama-*'], [groq]],
    [['openai/gpt-4o-mini'], [openai]],
    [['!openai/*'], [groq]],
    [['fast', '!gpt-4o-mini'], [groq]],
  ])('%j keeps of a chain what it allows', (globs, expected) => {
    expect(left('fast', ...globs)).toEqual(expected)
  })

  test.each([[['gpt-4o']], [['!fast']], [['!groq/*', '!openai/*']]])('%j may keep nothing of it', (globs) => {
    expect(left('fast', ...globs)).toEqual({
      reason: 'model_not_allowed',
      message: 'This key may not use the model `fast`.',
      param: 'model',
    })
  })

  test.each([
    [['azure-openai/east/*'], ['azure-openai/east/gpt']],
    [['azure/west/gpt'], ['azure-openai/west/gpt']],
    [
      ['regions', '!azure/west/*'],
      ['azure-openai/east/gpt', 'aws-bedrock/eu-west-1/openai.gpt-oss-120b-1:0'],
    ],
  ])('%j tells places apart', (globs, expected) => {
    expect(left('regions', ...globs)).toEqual(expected)
  })
})

test('without any alias a weight, a chain or a pattern costs nothing: one route', () => {
  expect(ways(chat, { model: 'gpt-5-mini' })).toEqual([['openai/chat/completions', null]])
})
