import type { Api } from './endpoint.ts'

/** A model by its name, `{org}/{model}`, as Text Generation Inference serves it. https://huggingface.co/docs/api-inference */
export const textGeneration: Api = [
  {
    method: 'POST',
    path: '{model=*/*}/v1/chat/completions',
    scope: 'inference',
    usage: 'openai-chat',
    json: true,
    streamOptions: true,
    bound: 'chat',
  },
  { method: 'POST', path: '{model=*/*}', scope: 'inference', usage: 'text-generation', leavesModel: true },
]
