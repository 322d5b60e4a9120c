import { event } from '../openai/answers.ts'
import { models } from './vendor-rows.ts'

const chunk = { id: 'c-1', object: 'chat.completion.chunk', created: 1 }
const hi = { index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: null }
const openrouter = { model: models.openrouter, provider: 'OpenAI' }
const stop = { index: 0, delta: {}, finish_reason: 'stop' }

/** https://docs.mistral.ai/api/: the usage stands in the chunk that ends the choice. */
export const mistralStream: readonly string[] = [
  event({
    ...chunk,
    model: models.mistral,
    choices: [{ index: 0, delta: { role: 'assistant', content: 'Bon' }, finish_reason: null }],
  }),
  event({
    ...chunk,
    model: models.mistral,
    choices: [{ index: 0, delta: { content: 'jour' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 9, completion_tokens: 3, total_tokens: 12 },
  }),
  'data: [DONE]\n\n',
]

/** https://console.groq.com/docs/api-reference: the usage stands in the last chunk's `x_groq`. */
export const groqStream: readonly string[] = [
  event({ ...chunk, model: models.groq, choices: [hi], x_groq: { id: 'req_1' } }),
  event({
    ...chunk,
    model: models.groq,
    choices: [stop],
    x_groq: {
      id: 'req_1',
      usage: { prompt_tokens: 18, completion_tokens: 2, total_tokens: 20, total_time: 0.1 },
    },
  }),
  'data: [DONE]\n\n',
]

/** https://openrouter.ai/docs/api-reference/streaming: comments keep the connection alive. */
export const openrouterStream: readonly string[] = [
  ': OPENROUTER PROCESSING\n\n',
  event({ ...chunk, ...openrouter, choices: [hi] }),
  ': OPENROUTER PROCESSING\n\n',
  event({ ...chunk, ...openrouter, choices: [stop] }),
  event({
    ...chunk,
    ...openrouter,
    choices: [],
    usage: { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14, cost: 0.000042, is_byok: false },
  }),
  'data: [DONE]\n\n',
]
