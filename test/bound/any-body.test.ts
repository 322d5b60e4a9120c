import { anything, assert, constantFrom, dictionary, object, oneof, property } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundMembers } from '../../src/bound/members.ts'
import { priceBound } from '../../src/bound/price-bound.ts'
import { boundedJson, boundedOrRefused, rates } from './asked.ts'

const lines = [
  'POST /v1/chat/completions',
  'POST /v1/completions',
  'POST /v1/responses',
  'POST /v1/embeddings',
  'POST /v1/images/generations',
  'POST /v1/audio/speech',
  'POST /anthropic/v1/messages',
  'POST /v1beta/models/gemini-2.5-flash:generateContent',
  'POST /v1beta/models/gemini-2.5-flash:embedContent',
  'POST /v1beta/models/imagen-4:predict',
  'POST /google-ai-studio/v1beta/interactions',
  'POST /aws-bedrock/bedrock-runtime/us-east-1/model/amazon.nova-lite-v1:0/converse',
  'POST /aws-bedrock/bedrock-runtime/us-east-1/model/amazon.nova-lite-v1:0/invoke',
  'POST /cohere/v2/chat',
  'POST /cohere/v2/rerank',
  'POST /mistral/v1/ocr',
  'POST /workers-ai/@cf/meta/llama-3.1-8b-instruct',
]
/** JSON has none. */
const noBigint = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value)
const names = constantFrom(...boundMembers)
const values = oneof(anything(), object({ key: names, maxDepth: 4 }))

describe('any JSON at all', () => {
  test.each(lines)('%s has a bound of whole numbers from 0, or is refused', (line) => {
    const check = property(dictionary(names, values, { maxKeys: 12 }), (members) => {
      const body = { ...JSON.parse(JSON.stringify(members, noBigint)), model: 'gpt-4o' }
      const found = boundedOrRefused(line, body)
      if (!found.ok) return found.refusal.reason === 'bad_request'
      const { output, ...numbers } = priceBound(found.value.bound, rates).priced
      const all = [...Object.values(numbers), output?.wanted ?? 0, output?.least ?? 0]
      return all.every((count) => Number.isSafeInteger(count) && count >= 0)
    })
    expect(() => {
      assert(check, { numRuns: 60 })
    }).not.toThrow()
  })

  test.each([
    ['parts', 'POST /anthropic/v1/messages', '{"type":"tool_result","content":[', ']}', 'messages'],
    ['blocks', lines[11] ?? '', '{"toolResult":{"content":[', ']}}', 'messages'],
    ['responses of functions', lines[7] ?? '', '{"functionResponse":{"parts":[', ']}}', 'contents'],
    ['predictions', lines[0] ?? '', '{"x":[', ']}', 'prediction'],
    ['speech', lines[5] ?? '', '{"x":[', ']}', 'input'],
  ])('%s nested ten thousand deep do not overflow the stack', (_, line, opening, closing, member) => {
    const deep = `${opening.repeat(10_000)}{}${closing.repeat(10_000)}`
    const text = `{"model":"gpt-4o","${member}":[{"role":"user","content":[${deep}],"parts":[${deep}]}]}`
    const value: Record<string, unknown> = JSON.parse(text)
    expect(boundedJson(line, { text, value }).ok).toBe(true)
  })
})
