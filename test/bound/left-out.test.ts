import { describe, expect, test } from 'vitest'
import { readJson, type JsonBody } from '../../src/body/json.ts'
import { boundedJson } from './asked.ts'

const letters = 'QUJD'.repeat(1_100_000)
const url = `data:image/png;base64,${letters}`

/** As it is read, with what is left out of it, and whole. */
function bothWays(body: object): { short: JsonBody; whole: JsonBody } {
  const text = JSON.stringify(body)
  const read = readJson(new TextEncoder().encode(text), new Set())
  if (!read.ok || read.value.elision === undefined) throw new Error('nothing was left out')
  return { short: read.value, whole: { text, value: body as Record<string, unknown> } }
}

const user = (content: unknown) => [{ role: 'user', content }]

describe('a large body is held for what it would be if it was read whole:', () => {
  test.each<[string, string, object]>([
    ['a picture', 'chat/completions', { messages: user([{ type: 'image_url', image_url: { url } }]) }],
    ['a text', 'chat/completions', { messages: user(letters) }],
    ['a prediction', 'chat/completions', { messages: [], prediction: { type: 'content', content: letters } }],
    ['a name', 'chat/completions', { messages: [], metadata: { [letters]: 1 } }],
    ['a tool', 'chat/completions', { messages: [], tools: [{ type: 'function', description: letters }] }],
    ['a prompt and its echo', 'completions', { prompt: letters, echo: true }],
    ['a speech', 'audio/speech', { input: letters, voice: 'alloy' }],
    ['a file', 'responses', { input: user([{ type: 'input_file', file_data: url }]) }],
  ])('%s', (_what, path, members) => {
    const { short, whole } = bothWays({ model: 'gpt-4o', max_tokens: 10, ...members })
    const [found, expected] = [short, whole].map((json) => {
      const held = boundedJson(`POST /v1/${path}`, json)
      if (!held.ok) throw new Error(held.refusal.message)
      return held.value.bound
    })
    // A mark stands for each: never less, and hardly more.
    const rounded = JSON.parse(JSON.stringify(found), (name, count: unknown) => {
      const exact = numbersOf(expected)[name]
      return typeof count === 'number' && exact !== undefined && count >= exact && count < exact + 100
        ? exact
        : count
    })
    expect(rounded).toEqual(JSON.parse(JSON.stringify(expected)))
  })
})

/** Every number in it, by its member; no two of a bound have one name. */
function numbersOf(value: unknown): Record<string, number> {
  const numbers: Record<string, number> = {}
  JSON.parse(JSON.stringify(value), (name, count: unknown) => {
    if (typeof count === 'number') numbers[name] = count
    return count
  })
  return numbers
}

test('what a translation does not send on is not held', () => {
  const { short } = bothWays({ model: 'gpt-4o', messages: user('Hello'), user: letters })
  const { user: _, ...sent } = short.value
  const text = JSON.stringify(sent)
  const bound = (json: JsonBody) => boundedJson('POST /v1/chat/completions', json)
  const { elision } = short
  expect(bound({ text, value: sent, ...(elision && { elision }) })).toEqual(bound({ text, value: sent }))
})
