/** One event of an OpenAI stream. */
export function event(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`
}

const chunk = {
  id: 'chatcmpl-1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'gpt-4o-mini-2024-07-18',
  service_tier: 'default',
}

/** A chat stream with usage asked for, as https://platform.openai.com/docs/api-reference/chat-streaming has it. */
export const chatChunks: readonly string[] = [
  event({
    ...chunk,
    choices: [{ index: 0, delta: { role: 'assistant', content: 'Hi' }, finish_reason: null }],
    usage: null,
  }),
  event({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage: null }),
  event({
    ...chunk,
    choices: [],
    usage: {
      prompt_tokens: 1200,
      completion_tokens: 300,
      total_tokens: 1500,
      prompt_tokens_details: { cached_tokens: 1024, cache_write_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 256,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 7,
      },
    },
  }),
  'data: [DONE]\n\n',
]
