import { describe, expect, test } from 'vitest'
import { providerAt, providerBehind, providerNamed, providers } from '../../src/providers/index.ts'
import { models } from './models.ts'

/** Every provider of AI Gateway: https://developers.cloudflare.com/ai-gateway/usage/providers/ */
const credentials = {
  openai: { header: 'authorization', scheme: 'Bearer' },
  anthropic: { header: 'x-api-key' },
  'google-ai-studio': { header: 'x-goog-api-key' },
  'google-vertex-ai': { header: 'authorization', scheme: 'Bearer' },
  'azure-openai': { header: 'api-key' },
  'aws-bedrock': { header: 'authorization', scheme: 'Bearer' },
  'workers-ai': { header: 'authorization', scheme: 'Bearer' },
  groq: { header: 'authorization', scheme: 'Bearer' },
  mistral: { header: 'authorization', scheme: 'Bearer' },
  deepseek: { header: 'authorization', scheme: 'Bearer' },
  grok: { header: 'authorization', scheme: 'Bearer' },
  'perplexity-ai': { header: 'authorization', scheme: 'Bearer' },
  cohere: { header: 'authorization', scheme: 'Bearer' },
  cerebras: { header: 'authorization', scheme: 'Bearer' },
  openrouter: { header: 'authorization', scheme: 'Bearer' },
  fireworks: { header: 'authorization', scheme: 'Bearer' },
  huggingface: { header: 'authorization', scheme: 'Bearer' },
  replicate: { header: 'authorization', scheme: 'Bearer' },
  fal: { header: 'authorization', scheme: 'Key' },
  elevenlabs: { header: 'xi-api-key' },
  deepgram: { header: 'authorization', scheme: 'Token' },
  cartesia: { header: 'x-api-key' },
  ideogram: { header: 'api-key' },
  baseten: { header: 'authorization', scheme: 'Bearer' },
  parallel: { header: 'x-api-key' },
}

describe('the table of providers', () => {
  test('has every provider of AI Gateway once, with the header of its key', () => {
    expect(providers).toHaveLength(Object.keys(credentials).length)
    expect(Object.fromEntries(providers.map(({ slug, credential }) => [slug, credential]))).toEqual(
      credentials,
    )
  })

  test('gives no name to two providers', () => {
    const names = providers.flatMap(({ slug, names: others = [] }) => others.concat(slug))
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('has slugs and names that can be found', () => {
    for (const { slug, names = [] } of providers) {
      expect(providerAt(slug)?.slug).toBe(slug)
      for (const name of [slug, ...names]) {
        expect(name).toMatch(/^[a-z\d]+(-[a-z\d]+)*$/)
        expect(providerNamed(name)?.slug).toBe(slug)
        expect(providerNamed(name.toUpperCase())?.slug).toBe(slug)
      }
      for (const name of names) expect(providerAt(name)).toBeNull()
    }
  })

  test('knows the other names that people write', () => {
    const found = [
      'google',
      'gemini',
      'xai',
      'x-ai',
      'vertex',
      'bedrock',
      'azure',
      'cloudflare',
      'perplexity',
    ]
    expect(Object.fromEntries(found.map((name) => [name, providerNamed(name)?.slug]))).toEqual({
      google: 'google-ai-studio',
      gemini: 'google-ai-studio',
      xai: 'grok',
      'x-ai': 'grok',
      vertex: 'google-vertex-ai',
      bedrock: 'aws-bedrock',
      azure: 'azure-openai',
      cloudflare: 'workers-ai',
      perplexity: 'perplexity-ai',
    })
  })

  test('has no slug that is a place of Tollgate itself', () => {
    const taken = [
      'v1',
      'v1beta',
      'v1alpha',
      'compat',
      'api',
      'dashboard',
      'health',
      'constructor',
      '__proto__',
    ]
    expect(taken.filter((name) => providerAt(name) ?? providerNamed(name))).toEqual([])
  })

  test('has one provider behind each neutral door', () => {
    const doors = providers.filter(({ door }) => door).map(({ slug, door }) => [door, slug])
    expect(Object.fromEntries(doors)).toEqual({
      openai: 'openai',
      anthropic: 'anthropic',
      gemini: 'google-ai-studio',
    })
    expect(doors).toHaveLength(3)
    for (const dialect of ['openai', 'anthropic', 'gemini'] as const) {
      expect(providerBehind(dialect).door).toBe(dialect)
    }
  })

  test('drops the longest leading path first', () => {
    for (const { drops = [] } of providers) {
      expect(drops).toEqual([...drops].sort((a, b) => b.split('/').length - a.split('/').length))
      for (const drop of drops) expect(drop).toMatch(/^[a-z\d]+(\/[a-z\d]+)*$/)
    }
  })

  test('reaches the OpenAI door by a root that speaks it, or says what to do instead', () => {
    for (const { slug, openaiAt, roots, instead } of providers) {
      // Where a place has to be spelled, a bare name is told of the provider's own door.
      const spelled = openaiAt?.includes('{') ?? true
      expect([slug, typeof instead]).toEqual([slug, spelled ? 'string' : 'undefined'])
      if (openaiAt === undefined) continue
      const root = roots.find(({ at }) => at === openaiAt)
      expect([slug, root?.api.some(({ path }) => path === 'chat/completions')]).toEqual([slug, true])
    }
  })

  test('passes no header in which clients put a key', () => {
    const secrets = ['authorization', 'x-api-key', 'api-key', 'x-goog-api-key', 'xi-api-key', 'cookie']
    const more = [
      'openai-organization',
      'openai-project',
      'x-forwarded-for',
      'cf-aig-authorization',
      'x-fal-target-url',
    ]
    for (const { headers = [] } of providers) {
      const passed = [...secrets, ...more].filter((secret) =>
        headers.some((name) => (name.endsWith('*') ? secret.startsWith(name.slice(0, -1)) : secret === name)),
      )
      expect(passed).toEqual([])
      expect(headers).toEqual(headers.map((name) => name.toLowerCase()))
    }
  })
})

describe('a bare model name', () => {
  test.each(models)('%s belongs to %s alone', (model, slug) => {
    const owners = providers.filter(({ owns }) => owns?.test(model)).map((provider) => provider.slug)
    expect(owners).toEqual(slug === null ? [] : [slug])
  })

  test('is matched the same way each time', () => {
    expect(providers.filter(({ owns }) => owns?.global || owns?.sticky)).toEqual([])
  })
})
