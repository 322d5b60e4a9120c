import type { Api } from './endpoint.ts'

/** Workers AI's own shape: the path is the model. https://developers.cloudflare.com/workers-ai/models/ */
export const workersAi: Api = [
  {
    method: 'POST',
    path: '{model=@cf/**}',
    scope: 'inference',
    usage: 'workers-ai-run',
    leavesModel: true,
    bound: 'run',
  },
  {
    method: 'POST',
    path: '{model=@hf/**}',
    scope: 'inference',
    usage: 'workers-ai-run',
    leavesModel: true,
    bound: 'run',
  },
]
