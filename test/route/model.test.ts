import { describe, expect, test } from 'vitest'
import { findModel } from '../../src/route/model.ts'
import { routeOf } from './journeys.ts'

function target(model: string, defaultProvider: string | null = null): unknown {
  const found = findModel(model, { defaultProvider, mounts: [], configProblem: null })
  return found.ok ? [found.value.provider.slug, found.value.model] : found.refusal.reason
}

describe('a model on the OpenAI door', () => {
  test.each([
    ['gpt-4o', 'openai', 'gpt-4o'],
    ['openai/gpt-4o', 'openai', 'gpt-4o'],
    ['OpenAI/gpt-4o', 'openai', 'gpt-4o'],
    ['groq/llama-3.3-70b-versatile', 'groq', 'llama-3.3-70b-versatile'],
    ['groq/openai/gpt-oss-120b', 'groq', 'openai/gpt-oss-120b'],
    ['cerebras/gpt-oss-120b', 'cerebras', 'gpt-oss-120b'],
    ['openrouter/anthropic/claude-opus-5', 'openrouter', 'anthropic/claude-opus-5'],
    ['google/gemini-2.5-pro', 'google-ai-studio', 'gemini-2.5-pro'],
    ['gemini-2.5-pro', 'google-ai-studio', 'gemini-2.5-pro'],
    ['xai/grok-4', 'grok', 'grok-4'],
    ['perplexity/sonar', 'perplexity-ai', 'sonar'],
    ['@cf/meta/llama-3.1-8b-instruct', 'workers-ai', '@cf/meta/llama-3.1-8b-instruct'],
    ['workers-ai/@cf/meta/llama-3.1-8b-instruct', 'workers-ai', '@cf/meta/llama-3.1-8b-instruct'],
    ['ft:gpt-4o-mini:acme::abc', 'openai', 'ft:gpt-4o-mini:acme::abc'],
    ['openai/gpt-never-seen', 'openai', 'gpt-never-seen'],
    ['models/gemini-2.5-pro', 'google-ai-studio', 'gemini-2.5-pro'],
    ['google/models/gemini-2.5-pro', 'google-ai-studio', 'gemini-2.5-pro'],
  ])('%s goes to %s as %s', (asked, slug, model) => {
    expect(target(asked)).toEqual([slug, model])
  })

  test.each([
    'llama-3',
    'meta-llama/llama-4',
    'openai/',
    '/gpt-4o',
    'gpt-oss-120b',
    'openai/gpt-oss-120b',
    'whisper-large-v3',
    'nobody/gpt-4o',
  ])('%s is known to nobody, or to whom the operator says', (asked) => {
    expect(target(asked)).toBe('model_not_found')
    expect(target(asked, 'openrouter')).toEqual(['openrouter', asked])
  })

  test('that only an unreadable configuration could place is the operator’s fault, and no other is', () => {
    const rules = { defaultProvider: null, mounts: [], configProblem: 'models must be an object' }
    expect(findModel('llama-3', rules)).toEqual({
      ok: false,
      refusal: {
        reason: 'config_invalid',
        message:
          'This model can only be placed by the configuration, which cannot be read. Whoever runs this Tollgate has to correct the entry @config in KV.',
        param: 'model',
      },
    })
    expect(findModel('gpt-4o', rules)).toMatchObject({ ok: true, value: { model: 'gpt-4o' } })
  })

  test('that nobody knows is told the form to write', () => {
    expect(findModel('llama-3\n', { defaultProvider: null, mounts: [], configProblem: null })).toEqual({
      ok: false,
      refusal: {
        reason: 'model_not_found',
        message:
          'No provider is known for the model `llama-3`. Write it as provider/model, for example openai/gpt-4o-mini or groq/llama-3.3-70b-versatile.',
        param: 'model',
      },
    })
  })

  test.each([
    ['azure/gpt-4o', 'model_not_found'],
    ['bedrock/x', 'model_not_found'],
    ['anthropic.claude-opus-5', 'wrong_door'],
    ['vertex/google/gemini-2.5-pro', 'model_not_found'],
    ['elevenlabs/x', 'wrong_door'],
    ['sonic-2', 'wrong_door'],
    ['huggingface/org/x', 'wrong_door'],
  ])('%s is pointed to its own door, or to the form of its name', (asked, reason) => {
    const route = routeOf('POST /v1/chat/completions', { model: asked }, 'openrouter')
    expect(route.ok || route.refusal.reason).toBe(reason)
  })

  test.each([
    ['azure/my-res/my-deploy', 'my-res/my-deploy/chat/completions', true],
    [
      'bedrock/eu-west-1/openai.gpt-oss-120b-1:0',
      'bedrock-mantle/eu-west-1/openai/v1/chat/completions',
      false,
    ],
    [
      'vertex/my-project/us-central1/google/gemini-2.5-pro',
      'v1/projects/my-project/locations/us-central1/endpoints/openapi/chat/completions',
      false,
    ],
  ])('%s reaches the path that its name spells', (asked, path, inPath) => {
    const route = routeOf('POST /v1/chat/completions', { model: asked })
    expect(route.ok && [route.value.path, route.value.modelInPath, route.value.root !== null]).toEqual([
      path,
      inPath,
      true,
    ])
  })

  test.each(['azure/my res/d', 'azure/../d', 'azure/a%2fb/d', 'azure/a/b/c', 'bedrock/x y/m'])(
    '%s is no name that becomes a path',
    (asked) => {
      const route = routeOf('POST /v1/chat/completions', { model: asked })
      expect(route.ok || route.refusal.reason).toBe('model_not_found')
    },
  )
})
