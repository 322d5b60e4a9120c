/** A path after the provider's slug, and where the mock serves it. The first pattern that matches is used. */
type Rewrite = readonly [after: RegExp, mock: string]

const openaiShaped: readonly Rewrite[] = [[/^(v1\/)?/, '/v1/']]

/**
 * Providers whose paths are not OpenAI's. Left: what follows the slug in a gateway URL
 * (https://developers.cloudflare.com/ai-gateway/usage/providers/). Right: the mock's own path.
 */
const rewrites: Readonly<Record<string, readonly Rewrite[]>> = {
  anthropic: [[/^/, '/']],
  'google-ai-studio': [
    [/^v1(alpha|beta)?\/openai\//, '/v1/'],
    [/^v1(alpha|beta)?\//, '/v1beta/'],
  ],
  'google-vertex-ai': [
    [/^v1(beta1)?\/projects\/[^/]+\/locations\/[^/]+\/endpoints\/openapi\//, '/v1/'],
    [/^v1(beta1)?\//, '/v1/'],
  ],
  'azure-openai': [[/^[^/]+\/([^/]+)\//, '/openai/deployments/$1/']],
  'aws-bedrock': [
    [/^bedrock-runtime\/[^/]+\//, '/'],
    [/^bedrock-mantle\/[^/]+\/(anthropic|openai)\//, '/'],
  ],
  cohere: [
    [/^compatibility\/v1\//, '/v1/'],
    [/^/, '/'],
  ],
  openrouter: [
    [/^v1\/messages/, '/v1/messages'],
    [/^/, '/api/'],
  ],
  elevenlabs: [[/^/, '/']],
  fal: [[/^/, '/fal/run/']],
}

/** The mock's path for what follows `/v1/{account}/{gateway}/` in a gateway URL: a slug and the provider's path. */
export function mockPath(slug: string, rest: string): string {
  for (const [after, mock] of rewrites[slug] ?? openaiShaped)
    if (after.test(rest)) return rest.replace(after, mock)
  return `/${rest}`
}
