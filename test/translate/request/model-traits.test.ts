import { describe, expect, test } from 'vitest'
import { traitsOf } from '../../../src/translate/request/model-traits.ts'

describe('the most tokens of an answer', () => {
  test.each([
    ['claude-3-haiku-20240307', 4_096],
    ['claude-2.1', 4_096],
    ['claude-3-5-sonnet-20241022', 8_192],
    ['claude-3-7-sonnet-latest', 64_000],
    ['claude-opus-4-20250514', 32_000],
    ['claude-opus-4-1-20250805', 32_000],
    ['claude-sonnet-4-20250514', 64_000],
    ['claude-sonnet-4-5', 64_000],
    ['eu.anthropic.claude-haiku-4-5-20251001-v1:0', 64_000],
    ['claude-opus-4.5', 64_000],
    ['claude-sonnet-4-6', 128_000],
    ['claude-opus-5-5', 128_000],
    ['claude-of-the-future', 128_000],
  ])('that %s gives are %i', (model, tokens) => {
    expect(traitsOf(model).mostTokens).toBe(tokens)
  })
})
