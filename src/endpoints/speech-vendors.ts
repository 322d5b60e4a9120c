import type { Api, Endpoint } from './endpoint.ts'
import { administration, costly, jobs, minting, reads, stored } from './stored.ts'

/** https://elevenlabs.io/docs/api-reference */
export const elevenlabs: Api = [
  ...minting('v1/convai/conversation/get-signed-url', 'v1/convai/conversation/get_signed_url'),
  ...minting('v1/convai/conversation/token', 'v1/convai/agents/{agent}/link', 'v1/single-use-token'),
  ...[
    'v1/text-to-speech/{voice}',
    'v1/text-to-speech/{voice}/stream',
    'v1/text-to-speech/{voice}/with-timestamps',
    'v1/text-to-speech/{voice}/stream/with-timestamps',
    'v1/text-to-dialogue',
    'v1/text-to-dialogue/stream',
    'v1/text-to-dialogue/with-timestamps',
    'v1/text-to-dialogue/stream/with-timestamps',
  ].map((path) => speaking(path, 'elevenlabs-speech')),
  // Charged by what comes out, whose length nothing bounds.
  ...[
    'v1/sound-generation',
    'v1/text-to-voice/design',
    'v1/text-to-voice/create-previews',
    'v1/music',
    'v1/music/stream',
    'v1/music/detailed',
    'v1/music/detailed/stream',
  ].map((path) => asking(path, 'elevenlabs-speech')),
  ...['v1/speech-to-speech/{voice}', 'v1/speech-to-speech/{voice}/stream'].map(uploading),
  ...['v1/audio-isolation', 'v1/audio-isolation/stream'].map(uploading),
  {
    method: 'POST',
    path: 'v1/speech-to-text',
    scope: 'inference',
    usage: 'elevenlabs-transcription',
    leavesModel: true,
  },
  ...reads('v1/models', 'v1/shared-voices'),
  ...administration('v1/user', 'v1/usage', 'v1/workspace', 'v1/workspaces', 'v1/service-accounts'),
  ...jobs('v1/dubbing', 'v1/studio', 'v1/convai'),
  ...stored('v1/history', 'v1/pronunciation-dictionaries', 'v1/speech-to-text'),
  ...costly('v1/voices', 'v2/voices'),
]

/** https://developers.deepgram.com/reference */
export const deepgram: Api = [
  ...minting('v1/auth'),
  {
    method: 'POST',
    path: 'v1/listen',
    scope: 'inference',
    usage: 'deepgram-listen',
    leavesModel: true,
    modelParameter: 'model',
  },
  ...['v1/speak', 'v2/speak'].map(deepgramSpeaking),
  { method: 'POST', path: 'v1/read', scope: 'inference', usage: 'deepgram-listen', json: true },
  ...reads('v1/models', 'v1/models/{id}'),
  ...administration('v1/projects'),
]

/** https://docs.cartesia.ai/api-reference */
export const cartesia: Api = [
  ...minting('access-token'),
  speaking('tts/bytes', 'cartesia-speech'),
  speaking('tts/sse', 'cartesia-speech'),
  // Forms and bytes: nobody reads the model in them.
  { method: 'POST', path: 'stt', scope: 'inference', usage: 'cartesia-transcription', leavesModel: true },
  { method: 'POST', path: 'infill/bytes', scope: 'inference', usage: 'none', leavesModel: true },
  { method: 'POST', path: 'voice-changer/bytes', scope: 'inference', usage: 'none', leavesModel: true },
  { method: 'POST', path: 'voice-changer/sse', scope: 'inference', usage: 'none', leavesModel: true },
  ...reads('api-status'),
  ...jobs('fine-tunes', 'agents'),
  ...stored('datasets', 'pronunciation-dicts'),
  ...costly('voices'),
]

function deepgramSpeaking(path: string): Endpoint {
  return {
    method: 'POST',
    path,
    scope: 'inference',
    usage: 'deepgram-speak',
    json: true,
    modelParameter: 'model',
    bound: 'speech',
  }
}

function asking(path: string, usage: Endpoint['usage']): Endpoint {
  return { method: 'POST', path, scope: 'inference', usage, json: true, modelMember: 'model_id' }
}

function speaking(path: string, usage: Endpoint['usage']): Endpoint {
  return { ...asking(path, usage), bound: 'speech' }
}

function uploading(path: string): Endpoint {
  return { method: 'POST', path, scope: 'inference', usage: 'elevenlabs-speech', leavesModel: true }
}
