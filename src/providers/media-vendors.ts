import { bearer, type Provider } from './provider.ts'

const ownDoor = 'It has no OpenAI-shaped API: use its own door.'

/** Vendors of images, speech, video and jobs. */
export const mediaVendors: readonly Provider[] = [
  {
    slug: 'replicate',
    dialect: 'openai',
    credential: bearer,
    roots: [],
    // The gateway appends to `https://api.replicate.com/v1`.
    drops: ['v1'],
    instead: ownDoor,
    headers: ['prefer'],
  },
  {
    slug: 'fal',
    dialect: 'openai',
    credential: { header: 'authorization', scheme: 'Key' },
    roots: [],
    instead: ownDoor,
    headers: ['x-fal-queue-priority', 'x-fal-runner-hint', 'x-fal-request-timeout', 'x-fal-no-retry'],
  },
  {
    slug: 'elevenlabs',
    dialect: 'openai',
    credential: { header: 'xi-api-key' },
    roots: [],
    instead: ownDoor,
    owns: /^eleven_/,
  },
  {
    slug: 'deepgram',
    dialect: 'openai',
    credential: { header: 'authorization', scheme: 'Token' },
    roots: [],
    instead: ownDoor,
    owns: /^(aura-|nova-[23]|flux-general)/,
    headers: ['x-deepgram-session-id'],
  },
  {
    slug: 'cartesia',
    dialect: 'openai',
    credential: { header: 'x-api-key' },
    roots: [],
    instead: ownDoor,
    owns: /^sonic/,
    headers: ['cartesia-version', 'x-cartesia-*'],
  },
  {
    slug: 'ideogram',
    dialect: 'openai',
    credential: { header: 'api-key' },
    roots: [],
    instead: ownDoor,
    owns: /^V_/,
  },
  {
    slug: 'parallel',
    dialect: 'openai',
    credential: { header: 'x-api-key' },
    roots: [],
    instead: ownDoor,
  },
]
