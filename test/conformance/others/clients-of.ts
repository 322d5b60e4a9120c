import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { DeepgramClient } from '@deepgram/sdk'
import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js'
import { Mistral } from '@mistralai/mistralai'
import { OpenRouter } from '@openrouter/sdk'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { CohereClientV2 } from 'cohere-ai'
import Groq from 'groq-sdk'
import Replicate from 'replicate'

/** The SDKs of one key, each pointed at its provider's own door, and none that tries again by itself. */
export function vendorClients(worker: string, token: string) {
  return {
    mistral: () =>
      new Mistral({ apiKey: token, serverURL: `${worker}/mistral`, retryConfig: { strategy: 'none' } }),
    groq: () => new Groq({ apiKey: token, baseURL: `${worker}/groq`, maxRetries: 0 }),
    openrouter: () =>
      new OpenRouter({
        apiKey: token,
        serverURL: `${worker}/openrouter/v1`,
        retryConfig: { strategy: 'none' },
      }),
    cohere: () => new CohereClientV2({ token, environment: `${worker}/cohere`, maxRetries: 0 }),
    bedrock: () =>
      new BedrockRuntimeClient({
        region: 'us-east-1',
        endpoint: `${worker}/aws-bedrock/bedrock-runtime/us-east-1`,
        // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
        token: { token },
        authSchemePreference: ['httpBearerAuth'],
        // Else it speaks HTTP/2 without TLS, which the local `workerd` does not.
        requestHandler: new NodeHttpHandler(),
        maxAttempts: 1,
      }),
    replicate: () => new Replicate({ auth: token, baseUrl: `${worker}/replicate/v1`, useFileOutput: false }),
    elevenlabs: () => new ElevenLabsClient({ apiKey: token, baseUrl: `${worker}/elevenlabs`, maxRetries: 0 }),
    deepgram: () => new DeepgramClient({ apiKey: token, baseUrl: `${worker}/deepgram`, maxRetries: 0 }),
  }
}
