import { generate, generateArray, generateEvents } from '../wire/gemini.ts'
import { chat, embeddings, transcription } from '../wire/openai.ts'
import { cohereLines, converseFrames, order, thing } from '../wire/others.ts'
import { type Body, chatCounts, chats, type Kind, limited, messageCounts } from './kind.ts'

const generating: Body = (text, maxOutputTokens) => ({
  contents: [{ role: 'user', parts: [{ text }] }],
  ...(maxOutputTokens !== null && { generationConfig: { maxOutputTokens } }),
})
const google = { model: 'gemini-2.5-flash', tells: chatCounts, body: generating } as const
const gemini = '/v1beta/models/gemini-2.5-flash'

const nova = 'amazon.nova-pro-v1:0'
const conversing: Body = (text, maxTokens) => ({
  messages: [{ role: 'user', content: [{ text }] }],
  ...(maxTokens !== null && { inferenceConfig: { maxTokens } }),
})

/** A form with a sound in it. */
const form: Body = (words) =>
  [
    '--fire\r\ncontent-disposition: form-data; name="model"\r\n\r\ngpt-4o-transcribe\r\n',
    `--fire\r\ncontent-disposition: form-data; name="file"; filename="a.wav"\r\n\r\n${words}\r\n--fire--\r\n`,
  ].join('')
const embedding = 'text-embedding-3-small'
const [llama, mistral] = ['llama-3.3-70b-versatile', 'mistral-large-latest']
const read = { model: 'none', says: thing, tells: [] } as const

/** Other APIs, the doors of providers, and what has no tokens. */
export const otherKinds = {
  embeddings: {
    path: '/v1/embeddings',
    model: embedding,
    body: (input) => ({ model: embedding, input }),
    says: embeddings,
    tells: ['input'],
    weight: 4,
  },
  transcription: {
    path: '/v1/audio/transcriptions',
    model: 'gpt-4o-transcribe',
    body: form,
    headers: { 'content-type': 'multipart/form-data; boundary=fire' },
    says: transcription,
    tells: ['input', 'output'],
    weight: 2,
  },
  gemini: { ...google, path: `${gemini}:generateContent`, says: generate, weight: 4 },
  'gemini events': {
    ...google,
    path: `${gemini}:streamGenerateContent?alt=sse`,
    streams: true,
    says: generateEvents,
    weight: 5,
  },
  'gemini array': {
    ...google,
    path: `${gemini}:streamGenerateContent`,
    streams: true,
    says: generateArray,
    weight: 3,
  },
  'cohere lines': {
    path: '/cohere/v1/chat',
    model: 'command-r',
    body: (message, limit) => ({
      model: 'command-r',
      message,
      stream: true,
      ...limited('max_tokens', limit),
    }),
    streams: true,
    says: cohereLines,
    tells: ['input', 'output'],
    weight: 4,
  },
  'bedrock frames': {
    path: `/aws-bedrock/bedrock-runtime/us-east-1/model/${nova}/converse-stream`,
    model: nova,
    body: conversing,
    streams: true,
    says: converseFrames,
    tells: messageCounts,
    weight: 4,
  },
  groq: {
    path: '/groq/openai/v1/chat/completions',
    model: llama,
    body: chats(llama),
    says: chat,
    tells: chatCounts,
    weight: 3,
  },
  'mistral stream': {
    path: '/mistral/v1/chat/completions',
    model: mistral,
    body: chats(mistral, { stream: true }, 'max_tokens'),
    streams: true,
    says: chat,
    tells: ['input', 'output'],
    weight: 3,
  },
  image: {
    path: '/mj/submit/imagine',
    model: 'mj',
    body: (prompt) => ({ prompt }),
    says: order,
    tells: ['units'],
    weight: 3,
  },
  poll: { ...read, path: '/mj/task/17/fetch', weight: 3 },
  files: { ...read, path: '/v1/files?limit=3', weight: 2 },
  batches: {
    ...read,
    path: '/v1/messages/batches',
    headers: { 'anthropic-version': '2023-06-01' },
    weight: 1,
  },
} as const satisfies Record<string, Kind>
