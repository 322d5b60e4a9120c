import { DeepgramClient } from '@deepgram/sdk'
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js'
import { Mistral } from '@mistralai/mistralai'
import { CohereClientV2 } from 'cohere-ai'
import Groq from 'groq-sdk'
import Replicate from 'replicate'
import { bedrockOf, openrouterOf } from './strict-clients.ts'

/** The SDKs of one key, each pointed at its provider's own door, and none that tries again by itself. */
export function vendorClients(worker: string, token: string) {
  return {
    mistral: () =>
      new Mistral({ apiKey: token, serverURL: `${worker}/mistral`, retryConfig: { strategy: 'none' } }),
    groq: () => new Groq({ apiKey: token, baseURL: `${worker}/groq`, maxRetries: 0 }),
    openrouter: () => openrouterOf(worker, token),
    cohere: () => new CohereClientV2({ token, environment: `${worker}/cohere`, maxRetries: 0 }),
    bedrock: () => bedrockOf(worker, token),
    replicate: () => new Replicate({ auth: token, baseUrl: `${worker}/replicate/v1`, useFileOutput: false }),
    elevenlabs: () => new ElevenLabsClient({ apiKey: token, baseUrl: `${worker}/elevenlabs`, maxRetries: 0 }),
    deepgram: () => new DeepgramClient({ apiKey: token, baseUrl: `${worker}/deepgram`, maxRetries: 0 }),
  }
}
