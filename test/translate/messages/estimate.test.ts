import { expect, test } from 'vitest'
import { estimateTokens } from '../../../src/translate/messages/estimate.ts'

const user = (content: unknown) => ({ messages: [{ role: 'user', content }] })

test.each<[string, object, number]>([
  ['nothing', {}, 0],
  ['English', user('The quick brown fox jumps over the lazy dog. '.repeat(100)), 1_294],
  ['another script', user('素早い茶色の狐がのろまな犬を飛び越える。'.repeat(100)), 1_675],
  ['a picture', user([{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }]), 1_609],
  ['a PDF', user([{ type: 'file', file: { file_data: 'A'.repeat(240_000) } }]), 6_609],
  ['tools', { tools: [{ type: 'function', function: { name: 'f', parameters: { type: 'object' } } }] }, 13],
])('a count of %s is near what it is, and rather too high', (_name, chat, expected) => {
  expect(estimateTokens(chat as Record<string, unknown>)).toBe(expected)
})

test('what was left out of a large body counts as if it was there', () => {
  const pdf = user([{ type: 'file', file: { file_data: 'A'.repeat(1_000) } }])
  const whole = user([{ type: 'file', file: { file_data: 'A'.repeat(240_000) } }])
  expect(estimateTokens(pdf, (text) => (text.length === 1_000 ? 239_000 : 0))).toBe(estimateTokens(whole))
  const more = estimateTokens(user('Hello'), (text) => (text === 'Hello' ? 35 : 0))
  expect(more).toBe(estimateTokens(user('Hello')) + 10)
})
