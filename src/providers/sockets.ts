import type { SocketEndpoint, Sockets } from '../endpoints/socket.ts'

/**
 * The WebSockets that AI Gateway passes on, by provider: the client's path, and the gateway's where it is another.
 * https://developers.cloudflare.com/ai-gateway/usage/websockets-api/realtime-api/
 */

type Row = Omit<SocketEndpoint, 'method' | 'usage' | 'streams' | 'scope'> &
  Partial<Pick<SocketEndpoint, 'scope'>>

/** A handshake is a GET, and its own answer states no consumption. */
function socket(row: Row): SocketEndpoint {
  return { scope: 'inference', ...row, method: 'GET', usage: 'none', streams: true }
}

const realtime = {
  jsonFrames: true,
  modelIn: { query: 'model' },
  joinsBy: 'call_id',
  moreModels: [
    'session.model',
    'session.audio.input.transcription.model',
    // Before August 2025: https://platform.openai.com/docs/guides/realtime#beta-to-ga-migration
    'session.input_audio_transcription.model',
  ],
  sums: 'realtime',
} as const

/** https://platform.openai.com/docs/guides/realtime-websocket; the gateway has no `realtime` segment. */
export const openaiSockets: Sockets = {
  api: [
    socket({ path: 'realtime', at: '', ...realtime }),
    // As a gateway URL has it.
    socket({ path: '', ...realtime }),
    // Top level of its `response.create`: the body of `POST /v1/responses`.
    socket({
      path: 'responses',
      jsonFrames: true,
      modelIn: { frame: 'response.create', at: 'model' },
      sums: 'responses',
    }),
    socket({
      path: 'live/sessions',
      jsonFrames: true,
      modelIn: { frame: 'session.start', at: 'session.model' },
      sums: 'live',
    }),
    // Somebody else's session, opened where nobody metered it.
    socket({
      path: 'live/sessions/{id}/attach',
      jsonFrames: true,
      scope: 'mint',
      modelIn: 'upstream',
      sums: 'none',
    }),
    socket({ path: 'live/sessions/{id}/fork', jsonFrames: true, modelIn: 'upstream', sums: 'live' }),
  ],
}

const live = {
  at: '',
  jsonFrames: true,
  modelIn: { frame: 'setup', at: 'setup.model' },
  sums: 'bidi',
} as const

/** https://ai.google.dev/api/live; the gateway's path stands for the whole of the provider's. */
export const googleSockets: Sockets = {
  slug: 'google',
  keyIn: 'api_key',
  api: [
    socket({
      path: 'ws/google.ai.generativelanguage.{version}.GenerativeService.BidiGenerateContent',
      ...live,
    }),
    socket({ path: '', ...live }),
  ],
}

/** https://learn.microsoft.com/azure/ai-foundry/openai/how-to/realtime-audio-websockets */
export const azureSockets: Sockets = {
  api: [
    socket({ path: '{resource}/openai/v1/realtime', ...realtime }),
    socket({ path: '{resource}/openai/realtime', ...realtime, modelIn: { query: 'deployment' } }),
    socket({ path: '{resource}/{model}/realtime', ...realtime, modelIn: 'path' }),
  ],
}

/** https://elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-stream-input */
export const elevenlabsSockets: Sockets = {
  api: [
    socket({
      path: 'v1/text-to-speech/{voice}/stream-input',
      jsonFrames: true,
      modelIn: { query: 'model_id' },
      sums: 'characters',
    }),
    socket({
      path: 'v1/text-to-speech/{voice}/multi-stream-input',
      jsonFrames: true,
      modelIn: { query: 'model_id' },
      sums: 'characters',
    }),
    socket({ path: 'v1/speech-to-text/realtime', modelIn: { query: 'model_id' }, sums: 'none' }),
    // An agent lives in the account, and chooses the model.
    socket({ path: 'v1/convai/conversation', scope: 'storage', modelIn: 'upstream', sums: 'none' }),
    // The gateway's short form of it: `?agent_id=`.
    socket({ path: '', scope: 'storage', modelIn: 'upstream', sums: 'none' }),
  ],
}

const speech = {
  jsonFrames: true,
  modelIn: { frame: 'transcript', at: 'model_id' },
  sums: 'characters',
} as const

/** https://docs.cartesia.ai/api-reference/tts/websocket */
export const cartesiaSockets: Sockets = {
  keyIn: 'api_key',
  api: [
    socket({ path: 'tts/websocket', at: '', ...speech }),
    socket({ path: '', ...speech }),
    socket({ path: 'stt/websocket', modelIn: { query: 'model' }, sums: 'none' }),
  ],
}

/** https://developers.deepgram.com/reference/speech-to-text/listen-streaming */
export const deepgramSockets: Sockets = {
  api: [
    socket({ path: 'v1/listen', modelIn: { query: 'model' }, sums: 'duration' }),
    socket({ path: 'v2/listen', modelIn: { query: 'model' }, sums: 'none' }),
    socket({ path: 'v1/speak', modelIn: { query: 'model' }, sums: 'characters' }),
    socket({ path: 'v1/agent/converse', modelIn: 'upstream', sums: 'none' }),
  ],
}

/** https://developers.cloudflare.com/workers-ai/models/nova-3/ */
export const workersAiSockets: Sockets = {
  api: [socket({ path: '', modelIn: { query: 'model' }, sums: 'duration' })],
}

/** https://docs.fal.ai/model-apis/real-time: the path is the app. */
export const falSockets: Sockets = {
  api: [
    // Its `/realtime` endpoints belong to an app: `{owner}/{app}/realtime`.
    socket({ path: '{owner}/{app}', modelIn: 'path', sums: 'none' }),
    socket({ path: '{owner}/{app}/*', modelIn: 'path', sums: 'none' }),
  ],
}
