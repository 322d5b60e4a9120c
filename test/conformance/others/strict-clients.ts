import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime'
import { OpenRouter } from '@openrouter/sdk'
import { NodeHttpHandler } from '@smithy/node-http-handler'

// The two SDKs that take an error only in their own shape, apart: to load all the others takes seconds.

/** OpenRouter's SDK at its provider's own door. */
export function openrouterOf(worker: string, token: string): OpenRouter {
  return new OpenRouter({
    apiKey: token,
    serverURL: `${worker}/openrouter/v1`,
    retryConfig: { strategy: 'none' },
  })
}

/** The SDK of AWS at Bedrock's own door. */
export function bedrockOf(worker: string, token: string): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: `${worker}/aws-bedrock/bedrock-runtime/us-east-1`,
    // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html
    token: { token },
    authSchemePreference: ['httpBearerAuth'],
    // Else it speaks HTTP/2 without TLS, which the local `workerd` does not.
    requestHandler: new NodeHttpHandler(),
    maxAttempts: 1,
  })
}
