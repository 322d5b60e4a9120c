import { describe, expect, test } from 'vitest'
import { findModel } from '../../src/route/model.ts'

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

  test('of Claude is pointed to /v1/messages', () => {
    for (const asked of ['claude-opus-5', 'anthropic/claude-opus-5']) {
      expect(findModel(asked, { defaultProvider: 'openrouter', mounts: [], configProblem: null })).toEqual({
        ok: false,
        refusal: {
          reason: 'wrong_door',
          message: `The model \`${asked}\` is not served on this path. Claude models speak Anthropic's API: send this to /v1/messages (base URL without /v1).`,
          param: 'model',
        },
      })
    }
  })

  test.each([
    'azure/gpt-4o',
    'bedrock/x',
    'anthropic.claude-opus-5',
    'vertex/google/gemini-2.5-pro',
    'elevenlabs/x',
    'sonic-2',
    'huggingface/org/x',
  ])('%s is pointed to its own door', (asked) => {
    expect(target(asked, 'openrouter')).toBe('wrong_door')
  })
})
