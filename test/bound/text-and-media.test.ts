import { describe, expect, test } from 'vitest'
import { templateTokens } from '../../src/bound/new-reading.ts'
import { beyondText, bounded } from './asked.ts'

const chat = 'POST /v1/chat/completions'
const limit = {
  fields: [['max_tokens']],
  asked: 100,
  most: null,
  times: 1,
  more: 0,
  floor: 100,
  hidden: false,
}

function ask(content: unknown, model = 'gpt-4o'): unknown {
  return { model, max_tokens: 100, messages: [{ role: 'user', content }] }
}

const user = (...parts: unknown[]): unknown => ask(parts)
const output = { output: limit, mostOutput: 16_384 }

describe('text', () => {
  test('is one token a byte of the whole body, and not one a letter or a word', () => {
    const body = ask('naïve 漢字 🙂')
    const bytes = new TextEncoder().encode(JSON.stringify(body)).length
    expect(bounded(chat, body).bound.inputTokens).toBe(bytes + templateTokens)
  })

  test('counts wherever it stands: in tools, in a schema, under names that nobody knows', () => {
    const long = 'x'.repeat(10_000)
    for (const more of [
      { tools: [{ type: 'function', function: { description: long } }] },
      { response_format: { json_schema: { schema: { description: long } } } },
      { unheard_of: long },
    ])
      expect(bounded(chat, { ...Object(ask('hi')), ...more }).bound.inputTokens).toBeGreaterThan(10_000)
  })

  test('does not pass for media where an API has none', () => {
    const payload = 'A'.repeat(50_000)
    const posing = { inlineData: { mimeType: 'image/png', data: payload } }
    const body = {
      ...Object(ask('hi')),
      tools: [{ type: 'function', function: { parameters: posing }, image_url: { url: payload } }],
    }
    expect(bounded(chat, body).bound.inputTokens).toBeGreaterThan(50_000)
  })
})

describe('media in the body', () => {
  const png = `data:image/png;base64,${'A'.repeat(100_000)}`

  test('counts as its ceiling, and not as its bytes: OpenAI’s image', () => {
    const { bound, unbounded } = bounded(chat, user({ type: 'image_url', image_url: { url: png } }))
    expect(bound.inputTokens).toBeLessThan(1445 + 1000)
    expect(bound.inputTokens).toBeGreaterThan(1445)
    expect(beyondText({ bound, unbounded })).toEqual(output)
  })

  test('has the dearest ceiling where the model is not known to have a lower one', () => {
    const named = (model: string): number =>
      bounded(chat, ask([{ type: 'image_url', image_url: { url: png } }], model)).bound.inputTokens
    expect(named('gpt-4o-mini')).toBeGreaterThan(48_169)
    expect(named('groq/unheard-of')).toBeGreaterThan(48_169)
  })

  test('a tiny picture counts as much, because its bytes say nothing', () => {
    const tiny = user({ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } })
    expect(bounded(chat, tiny).bound.inputTokens).toBeGreaterThan(1445)
  })

  test.each([
    ['OpenAI’s sound', chat, user({ type: 'input_audio', input_audio: { data: png, format: 'wav' } })],
    ['OpenAI’s file', chat, user({ type: 'file', file: { file_data: png } })],
    ['a part of a kind that nobody knows', chat, user({ type: 'hologram', hologram: png })],
  ])('%s is the whole window, because nobody knows how long it is', (_, line, body) => {
    expect(beyondText(bounded(line, body))).toEqual({
      ...output,
      windows: 1,
      windowFor: expect.stringMatching(/^messages\./),
    })
  })

  test('Anthropic’s image has its ceiling, in a tool’s result too; its documents a window', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }
    const said = (content: unknown): ReturnType<typeof bounded> =>
      bounded('POST /v1/messages', {
        model: 'claude-sonnet-4-5',
        max_tokens: 9,
        messages: [{ role: 'user', content }],
      })
    const both = said([image, { type: 'tool_result', tool_use_id: 't', content: [image] }]).bound
    expect(both.inputTokens).toBeGreaterThan(2 * 4784)
    expect(both.inputTokens).toBeLessThan(2 * 4784 + 1000)
    expect(both.windows).toBe(0)
    const pdf = { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: png } }
    expect(said([pdf]).bound).toMatchObject({ windows: 1, windowFor: 'messages.document' })
    expect(said([{ type: 'document', source: { type: 'text', data: 'a' } }]).bound.windows).toBe(0)
  })

  test.each(['inlineData', 'inline_data'])('Gemini’s %s, by its kind', (name) => {
    const type = name === 'inlineData' ? 'mimeType' : 'mime_type'
    const said = (kind: string): ReturnType<typeof bounded>['bound'] =>
      bounded('POST /v1beta/models/gemini-2.5-flash:generateContent', {
        contents: [{ parts: [{ [name]: { [type]: kind, data: png } }] }],
      }).bound
    expect(said('image/png').inputTokens).toBeLessThan(6192 + 1000)
    expect(said('image/png').windows).toBe(0)
    expect(said('audio/wav')).toMatchObject({ windows: 1, windowFor: 'contents.parts.inlineData' })
    expect(said('text/plain').inputTokens).toBeGreaterThan(100_000)
  })

  test('Bedrock’s image and its film', () => {
    const line = 'POST /aws-bedrock/bedrock-runtime/us-east-1/model/amazon.nova-lite-v1:0/converse'
    const said = (block: unknown): ReturnType<typeof bounded>['bound'] =>
      bounded(line, { messages: [{ role: 'user', content: [block] }] }).bound
    expect(said({ image: { format: 'png', source: { bytes: png } } }).inputTokens).toBeLessThan(60_000)
    expect(said({ video: { source: { bytes: png } } })).toMatchObject({ windowFor: 'messages.video' })
  })

  test('a reference to a tool stands for the tool’s whole definition, as often as it is there', () => {
    const tools = [{ name: 'long', description: 'x'.repeat(5000), input_schema: {} }]
    const content = Array.from({ length: 100 }, () => ({ type: 'tool_reference', tool_name: 'long' }))
    const body = {
      model: 'claude-sonnet-4-5',
      max_tokens: 9,
      tools,
      messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content }] }],
    }
    expect(bounded('POST /v1/messages', body).bound.inputTokens).toBeGreaterThan(500_000)
  })
})
