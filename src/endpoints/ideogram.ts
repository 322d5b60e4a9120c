import type { Api } from './endpoint.ts'
import { administration, costly, stored } from './stored.ts'

/** Ideogram: bodies are forms or JSON, answers a list of images. https://developer.ideogram.ai/api-reference */
export const ideogram: Api = [
  // A training set or a model of one's own is an object of the account.
  ...stored('datasets', 'v1/datasets'),
  ...costly('models', 'v1/models'),
  ...administration('manage'),
  ...['generate', 'edit', 'remix', 'reframe', 'upscale'].map(drawing),
  drawing('v1/{model}/{way}'),
  { method: 'POST', path: 'describe', scope: 'inference', usage: 'none', leavesModel: true },
]

function drawing(path: string): Api[number] {
  // https://developer.ideogram.ai/api-reference/api-reference/generate-v3: at most eight a request.
  const bound = { unit: 'image', most: 8 }
  return { method: 'POST', path, scope: 'inference', usage: 'image-list', leavesModel: true, bound }
}
