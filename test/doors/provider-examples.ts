/** One request at a provider's own door, and what the gateway must get for it. */
export interface Example {
  /** Below `/{slug}/`, as the provider's own SDK or documentation has it. */
  sent: string
  /** Below `…/{gateway}/{slug}/`. */
  got: string
  /** Where the operator's own key goes: https://developers.cloudflare.com/ai-gateway/usage/providers/ */
  credential: readonly [header: string, value: string]
  /** Headers that the provider requires, for a client that did not send them. */
  added?: Readonly<Record<string, string>>
}

const bearer = ['authorization', 'Bearer '] as const
const chat = { sent: 'chat/completions', got: 'chat/completions' }
const chatV1 = { sent: 'v1/chat/completions', got: 'v1/chat/completions' }

/** An example of each provider. Written from their documentation, not from the table that they test. */
export const examples: Readonly<Record<string, Example>> = {
  openai: { sent: 'v1/chat/completions', got: 'chat/completions', credential: bearer },
  anthropic: {
    sent: 'v1/messages',
    got: 'v1/messages',
    credential: ['x-api-key', ''],
    added: { 'anthropic-version': '2023-06-01' },
  },
  'google-ai-studio': {
    sent: 'v1beta/models/gemini-2.5-flash:generateContent?alt=json',
    got: 'v1beta/models/gemini-2.5-flash:generateContent?alt=json',
    credential: ['x-goog-api-key', ''],
  },
  'google-vertex-ai': {
    sent: 'v1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent',
    got: 'v1/projects/p/locations/us-central1/publishers/google/models/gemini-2.5-flash:generateContent',
    credential: bearer,
  },
  'azure-openai': {
    sent: 'my-resource/my-deployment/chat/completions?api-version=2025-01-01-preview',
    got: 'my-resource/my-deployment/chat/completions?api-version=2025-01-01-preview',
    credential: ['api-key', ''],
  },
  'aws-bedrock': {
    sent: 'bedrock-runtime/us-east-1/model/anthropic.claude-opus-5-v1:0/invoke',
    got: 'bedrock-runtime/us-east-1/model/anthropic.claude-opus-5-v1:0/invoke',
    credential: bearer,
  },
  'workers-ai': { ...chatV1, credential: bearer },
  groq: { sent: 'openai/v1/chat/completions', got: 'chat/completions', credential: bearer },
  mistral: { ...chatV1, credential: bearer },
  deepseek: { ...chat, credential: bearer },
  grok: { ...chatV1, credential: bearer },
  'perplexity-ai': { ...chat, credential: bearer },
  cohere: { sent: 'v2/chat', got: 'v2/chat', credential: bearer },
  cerebras: { sent: 'v1/chat/completions', got: 'chat/completions', credential: bearer },
  openrouter: { sent: 'api/v1/chat/completions', got: 'v1/chat/completions', credential: bearer },
  fireworks: { sent: 'inference/v1/chat/completions', got: 'chat/completions', credential: bearer },
  baseten: { ...chatV1, credential: bearer },
  huggingface: { sent: 'bigcode/starcoder', got: 'bigcode/starcoder', credential: bearer },
  replicate: { sent: 'v1/predictions', got: 'predictions', credential: bearer },
  fal: { sent: 'fal-ai/flux/dev', got: 'fal-ai/flux/dev', credential: ['authorization', 'Key '] },
  elevenlabs: {
    sent: 'v1/text-to-speech/voice?output_format=mp3_44100_128',
    got: 'v1/text-to-speech/voice?output_format=mp3_44100_128',
    credential: ['xi-api-key', ''],
  },
  deepgram: {
    sent: 'v1/listen?model=nova-3&smart_format=true',
    got: 'v1/listen?model=nova-3&smart_format=true',
    credential: ['authorization', 'Token '],
  },
  cartesia: { sent: 'tts/bytes', got: 'tts/bytes', credential: ['x-api-key', ''] },
  ideogram: { sent: 'v1/ideogram-v3/generate', got: 'v1/ideogram-v3/generate', credential: ['api-key', ''] },
  parallel: { sent: 'v1/tasks/runs', got: 'v1/tasks/runs', credential: ['x-api-key', ''] },
}

/** What must never leave, beside the key itself; `evil` marks every value. */
export const strayHeaders: Readonly<Record<string, string>> = {
  cookie: 'session=evil',
  'openai-organization': 'org-evil',
  'openai-project': 'proj-evil',
  'anthropic-workspace-id': 'evil',
  'x-forwarded-for': '203.0.113.66, evil',
  'x-forwarded-host': 'evil.example',
  forwarded: 'for=evil',
  'x-real-ip': 'evil',
  'true-client-ip': 'evil',
  'proxy-authorization': 'Bearer evil',
  'x-amz-security-token': 'evil',
  'x-fal-target-url': 'https://fal.run/evil',
  'cf-aig-authorization': 'Bearer evil',
  'cf-aig-metadata': '{"key":"evil"}',
  'cf-aig-byok-alias': 'evil',
  'cf-aig-custom-cost': '{"evil":0}',
  'cf-aig-no-wholesale': 'evil',
  'cf-aig-collect-log': 'evil',
  'cf-aig-event-id': 'evil',
  'cf-access-client-secret': 'evil',
  'cf-ew-via': 'evil',
  'tollgate-target': 'evil',
  referer: 'https://evil.example/?key=evil',
  origin: 'https://evil.example',
}
