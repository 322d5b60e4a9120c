/** What a client is for. A client has a column only where it can do the thing. */
export const features = [
  'text',
  'stream',
  'tools',
  'structured output',
  'images in',
  'images out',
  'audio',
  'errors',
  'Claude as a chat',
] as const
export type Feature = (typeof features)[number]

/** The clients of the table in the README, in its order: packages, and where an alias is installed instead. */
export const clients = {
  openai: ['openai'],
  'anthropic-1': ['@anthropic-ai/sdk'],
  'anthropic-0': ['@anthropic-ai/sdk-0'],
  'genai-3': ['@google/genai'],
  'genai-2': ['@google/genai-2'],
  'ai-openai': ['ai', '@ai-sdk/openai'],
  'ai-anthropic': ['ai', '@ai-sdk/anthropic'],
  'ai-google': ['ai', '@ai-sdk/google'],
  langchain: ['@langchain/openai'],
  codex: ['@openai/codex'],
  'claude-code': ['@anthropic-ai/claude-code'],
  mistral: ['@mistralai/mistralai'],
  groq: ['groq-sdk'],
  cohere: ['cohere-ai'],
  openrouter: ['@openrouter/sdk'],
  bedrock: ['@aws-sdk/client-bedrock-runtime'],
  replicate: ['replicate'],
  elevenlabs: ['@elevenlabs/elevenlabs-js'],
  deepgram: ['@deepgram/sdk'],
} as const satisfies Readonly<Record<string, readonly string[]>>
export type Client = keyof typeof clients

/** `npm run test:agents` installs these; they are hundreds of megabytes, so they are no devDependencies. */
export const agents = {
  '@openai/codex': '0.169.0',
  '@anthropic-ai/claude-code': '2.1.330',
} as const
