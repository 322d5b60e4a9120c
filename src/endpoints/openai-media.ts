import type { Api } from './endpoint.ts'
import { reads } from './stored.ts'

/** Images, sound and videos of OpenAI's API. https://platform.openai.com/docs/api-reference/images */
export const openaiMedia: Api = [
  {
    method: 'POST',
    path: 'images/generations',
    scope: 'inference',
    usage: 'openai-images',
    json: true,
    modelOptional: true,
  },
  {
    method: 'POST',
    path: 'images/edits',
    scope: 'inference',
    usage: 'openai-images',
    json: true,
    form: 'objects',
    modelOptional: true,
  },
  {
    method: 'POST',
    path: 'images/variations',
    scope: 'inference',
    usage: 'openai-images',
    json: true,
    form: 'model',
    modelOptional: true,
  },

  { method: 'POST', path: 'audio/speech', scope: 'inference', usage: 'openai-speech', json: true },
  {
    method: 'POST',
    path: 'audio/transcriptions',
    scope: 'inference',
    usage: 'openai-transcription',
    json: true,
    form: 'model',
  },
  {
    method: 'POST',
    path: 'audio/translations',
    scope: 'inference',
    usage: 'openai-transcription',
    json: true,
    form: 'model',
  },

  {
    method: 'POST',
    path: 'videos',
    scope: 'inference',
    usage: 'openai-videos',
    json: true,
    form: 'objects',
    modelOptional: true,
  },
  {
    method: 'POST',
    path: 'videos/edits',
    scope: 'inference',
    usage: 'openai-videos',
    json: true,
    form: 'objects',
    modelOptional: true,
  },
  {
    method: 'POST',
    path: 'videos/extensions',
    scope: 'inference',
    usage: 'openai-videos',
    json: true,
    form: 'objects',
    modelOptional: true,
  },
  // Its path names a stored video, as the bodies of the two above can.
  {
    method: 'POST',
    path: 'videos/{id}/remix',
    scope: 'storage',
    usage: 'openai-videos',
    json: true,
    modelOptional: true,
  },
  ...reads('videos/{id}', 'videos/{id}/content'),
]
