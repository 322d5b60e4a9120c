import { describe, expect, test } from 'vitest'
import { soldModel } from '../../src/price/sold-model.ts'

function idOf(provider: string, asked: string, served: string): string | undefined {
  return soldModel(provider, asked, served)?.entry.id
}

describe('the model that was sold', () => {
  test.each([
    ['azure-openai', 'gpt-4o-mini', 'gpt-4o', 'gpt-4o'],
    ['azure-openai', 'my-gpt-4o', 'gpt-4o-mini', 'gpt-4o-mini'],
    ['azure-openai', 'o3-mini', 'o3', 'o3-2025-04-16'],
  ])('is the one that answered, not the one that %s’s %s is named after', (provider, asked, served, id) => {
    expect(idOf(provider, asked, served)).toBe(id)
  })

  test.each([
    [
      'aws-bedrock',
      'global.anthropic.claude-haiku-4-5-20251001-v1:0',
      'claude-haiku-4-5-20251001',
      'global.anthropic.claude-haiku-4-5-20251001-v1:0',
    ],
    ['google-vertex-ai', 'claude-opus-4-6@20260205', 'claude-opus-4-6', 'claude-opus-4-6'],
    ['openai', 'ft:gpt-4o-mini-2024-07-18:acme::7', 'gpt-4o-mini-2024-07-18', 'ft:gpt-4o-mini'],
  ])('is the one asked for where %s’s %s says more than the answer', (provider, asked, served, id) => {
    expect(idOf(provider, asked, served)).toBe(id)
  })

  test('is nobody’s where another one answered that has no entry', () => {
    expect(idOf('openai', 'gpt-4o', 'gpt-99')).toBeUndefined()
  })
})
