import { describe, expect, test } from 'vitest'
import { bounded } from './asked.ts'

const responses = (more: object): [string, object] => ['POST /v1/responses', { model: 'gpt-5', ...more }]
const claude = (part: unknown): [string, object] => [
  'POST /v1/messages',
  { model: 'claude-sonnet-4-5', max_tokens: 9, messages: [{ role: 'user', content: [part] }] },
]
const gemini = (more: object): [string, object] => [
  'POST /v1beta/models/gemini-2.5-flash:generateContent',
  { contents: [{ parts: [{ text: 'hi' }] }], ...more },
]
const chat = (message: object): [string, object] => [
  'POST /v1/chat/completions',
  { model: 'gpt-4o', messages: [message] },
]

describe('input that is only named is a whole window', () => {
  test.each<[string, [string, object], string]>([
    ['an earlier answer', responses({ previous_response_id: 'resp_1' }), 'previous_response_id'],
    ['a conversation', responses({ conversation: 'conv_1' }), 'conversation'],
    ['a stored prompt', responses({ prompt: { id: 'pmpt_1' }, tools: [] }), 'prompt'],
    ['an item', responses({ input: [{ type: 'item_reference', id: 'msg_1' }] }), 'input.item_reference'],
    ['an item that does not say so', responses({ input: [{ id: 'msg_1' }] }), 'input'],
    [
      'thoughts by their id',
      responses({ input: [{ type: 'reasoning', id: 'rs_1', summary: [] }] }),
      'input.reasoning',
    ],
    [
      'a file by its id',
      responses({ input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] }),
      'input.input_file',
    ],
    [
      'an image by its address',
      responses({
        input: [{ role: 'user', content: [{ type: 'input_image', image_url: 'https://a.test/b.png' }] }],
      }),
      'input.input_image',
    ],
    [
      'an image of a chat by its address',
      chat({ role: 'user', content: [{ type: 'image_url', image_url: { url: 'https://a.test/b.png' } }] }),
      'messages.image_url',
    ],
    ['a chat’s earlier sound', chat({ role: 'assistant', audio: { id: 'audio_1' } }), 'messages.audio'],
    ['Anthropic’s file', claude({ type: 'image', source: { type: 'file', file_id: 'f' } }), 'messages.image'],
    [
      'Anthropic’s document by its address',
      claude({ type: 'document', source: { type: 'url', url: 'https://a.test/b.pdf' } }),
      'messages.document',
    ],
    [
      'Google’s file',
      gemini({ contents: [{ parts: [{ fileData: { fileUri: 'https://youtu.be/x' } }] }] }),
      'contents.parts.fileData',
    ],
    [
      'Google’s file, in the other spelling',
      gemini({ contents: [{ parts: [{ file_data: { file_uri: 'files/x' } }] }] }),
      'contents.parts.file_data',
    ],
    [
      'what Cohere keeps of a conversation',
      ['POST /cohere/v1/chat', { model: 'command-r', message: 'hi', conversation_id: 'c' }],
      'conversation_id',
    ],
    [
      'an interaction that goes on',
      [
        'POST /google-ai-studio/v1beta/interactions',
        { model: 'gemini-2.5-flash', input: 'hi', previous_interaction_id: 'v1_x' },
      ],
      'previous_interaction_id',
    ],
  ])('%s', (_, [line, body], windowFor) => {
    const { bound, unbounded } = bounded(line, body)
    expect([bound.windows, bound.windowFor, unbounded]).toEqual([1, windowFor, null])
  })

  test('once, however much is named: a model has no second one', () => {
    const { bound } = bounded(
      ...responses({ previous_response_id: 'resp_1', conversation: 'c', prompt: { id: 'p' }, tools: [] }),
    )
    expect(bound.windows).toBe(1)
  })

  test('but each of several inputs of an embedding has its own', () => {
    const part = { fileData: { fileUri: 'files/x' } }
    const requests = [{ content: { parts: [part] } }, { content: { parts: [part] } }]
    const { bound } = bounded('POST /v1beta/models/gemini-embedding-2:batchEmbedContents', { requests })
    expect([bound.windows, bound.output]).toEqual([2, null])
  })

  test('a header that makes the window larger makes it so here', () => {
    const [line, body] = claude({ type: 'image', source: { type: 'file', file_id: 'f' } })
    const { bound } = bounded(line, body, { 'anthropic-beta': 'a,context-1m-2025-08-07' })
    expect([bound.windows, bound.leastWindow]).toEqual([1, 1_000_000])
  })
})
