import { describe, expect, test } from 'vitest'
import { membersRead } from '../../src/route/destination.ts'
import { destined, routed, routeOf } from './journeys.ts'

/** Provider, path upstream, model asked for, model upstream (null: as in the body). */
function summary(line: string, body: unknown): unknown {
  const { provider, path, model, upstreamModel } = routed(line, body)
  return [provider.slug, path, model, upstreamModel]
}

describe('the model of a body decides on the OpenAI door', () => {
  test.each([
    ['gpt-4o', 'openai', 'chat/completions', null],
    ['openai/gpt-4o', 'openai', 'chat/completions', 'gpt-4o'],
    ['gemini-2.5-pro', 'google-ai-studio', 'v1beta/openai/chat/completions', null],
    ['models/gemini-2.5-pro', 'google-ai-studio', 'v1beta/openai/chat/completions', 'gemini-2.5-pro'],
    ['groq/openai/gpt-oss-120b', 'groq', 'chat/completions', 'openai/gpt-oss-120b'],
    ['mistral-large-latest', 'mistral', 'v1/chat/completions', null],
    ['deepseek-chat', 'deepseek', 'chat/completions', null],
    ['xai/grok-4', 'grok', 'v1/chat/completions', 'grok-4'],
    ['sonar', 'perplexity-ai', 'chat/completions', null],
    ['command-r', 'cohere', 'compatibility/v1/chat/completions', null],
    ['@cf/meta/llama-3.1-8b-instruct', 'workers-ai', 'v1/chat/completions', null],
    ['cerebras/llama-3.3-70b', 'cerebras', 'chat/completions', 'llama-3.3-70b'],
    ['openrouter/anthropic/claude-opus-5', 'openrouter', 'v1/chat/completions', 'anthropic/claude-opus-5'],
    ['fireworks/accounts/f/models/x', 'fireworks', 'chat/completions', 'accounts/f/models/x'],
    ['baseten/deepseek-ai/x', 'baseten', 'v1/chat/completions', 'deepseek-ai/x'],
  ])('%s goes to %s/%s', (model, slug, path, upstreamModel) => {
    expect(summary('POST /v1/chat/completions', { model })).toEqual([slug, path, model, upstreamModel])
  })

  test('for every endpoint whose body has one', () => {
    for (const path of [
      'completions',
      'embeddings',
      'responses',
      'responses/compact',
      'responses/input_tokens',
    ]) {
      expect(summary(`POST /v1/${path}`, { model: 'xai/grok-4' })).toEqual([
        'grok',
        `v1/${path}`,
        'xai/grok-4',
        'grok-4',
      ])
    }
  })

  test('but on a provider’s own door a slash is part of the name', () => {
    expect(summary('POST /groq/chat/completions', { model: 'openai/gpt-oss-120b' })).toEqual([
      'groq',
      'chat/completions',
      'openai/gpt-oss-120b',
      null,
    ])
  })
})

describe('the model of a path', () => {
  test.each([
    ['POST /v1beta/models/gemini-x:generateContent', 'gemini-x'],
    ['POST /v1/models/gemini-x:generateContent', 'gemini-x'],
    ['POST /google-ai-studio/v1beta/models/gemini-x:streamGenerateContent', 'gemini-x'],
    ['POST /azure-openai/my-res/my-deploy/chat/completions', 'my-deploy'],
    ['POST /google-vertex-ai/v1/projects/p/locations/r/publishers/google/models/g:countTokens', 'g'],
    ['GET /v1/models/gpt-4o', 'gpt-4o'],
  ])('%s is %s, whatever the body says', (line, model) => {
    expect(routed(line, { model: 'another' }).model).toBe(model)
    expect(routed(line).model).toBe(model)
  })
})

describe('a body without a model', () => {
  test('is refused where the model decides', () => {
    const refusal = { reason: 'bad_request', message: 'The request body has no `model`.', param: 'model' }
    expect(routeOf('POST /v1/chat/completions', {})).toEqual({ ok: false, refusal })
    expect(routeOf('POST /v1/embeddings', { model: null })).toEqual({ ok: false, refusal })
  })

  test('goes to OpenAI where a stored prompt may name it', () => {
    expect(summary('POST /v1/responses', { prompt: { id: 'pmpt_1' } })).toEqual([
      'openai',
      'responses',
      null,
      null,
    ])
  })
})

test.each([1, true, '', [], {}, ['gpt-4o']])('a model that is %j is refused on every door', (model) => {
  const refusal = {
    reason: 'bad_request',
    message: 'The field `model` must be a text that is not empty.',
    param: 'model',
  }
  for (const line of ['POST /v1/chat/completions', 'POST /v1/messages', 'POST /groq/chat/completions']) {
    expect(routeOf(line, { model })).toEqual({ ok: false, refusal })
  }
})

describe('the body is read', () => {
  test.each([
    '/v1/chat/completions',
    '/v1/messages',
    '/v1beta/models/g:generateContent',
    '/groq/chat/completions',
  ])('of POST %s, for what rules look at', (path) => {
    const members = membersRead(destined(`POST ${path}`))
    expect([...(members ?? [])].toSorted()).toEqual(['include_usage', 'model', 'stream', 'stream_options'])
  })

  test.each(['/v1/files', '/v1/batches', '/fal/storage/upload/initiate', '/v1/responses/resp_1/cancel'])(
    'of POST %s for nothing',
    (path) => {
      expect(membersRead(destined(`POST ${path}`))).toBeNull()
    },
  )
})
