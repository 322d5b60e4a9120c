import { fal } from '../endpoints/fal.ts'
import { ideogram } from '../endpoints/ideogram.ts'
import { parallel } from '../endpoints/parallel.ts'
import { replicate } from '../endpoints/replicate.ts'
import { cartesia, deepgram, elevenlabs } from '../endpoints/speech-vendors.ts'
import { bearer, type Provider } from './provider.ts'
import { cartesiaSockets, deepgramSockets, elevenlabsSockets, falSockets } from './sockets.ts'

const ownDoor = 'It has no OpenAI-shaped API: use its own door.'

/** Vendors of images, speech, video and jobs. */
export const mediaVendors: readonly Provider[] = [
  {
    slug: 'replicate',
    dialect: 'openai',
    credential: bearer,
    roots: [{ at: '', api: replicate }],
    // The gateway appends to `https://api.replicate.com/v1`.
    drops: ['v1'],
    // https://replicate.com/docs/reference/http#files.create
    ownHosts: ['api.replicate.com'],
    addresses: ['https://api.replicate.com/'],
    instead: ownDoor,
    headers: ['prefer', 'cancel-after'],
  },
  {
    slug: 'fal',
    sockets: falSockets,
    dialect: 'openai',
    credential: { header: 'authorization', scheme: 'Key' },
    roots: [{ at: '', api: fal }],
    instead: ownDoor,
    targetHeader: {
      name: 'x-fal-target-url',
      hosts: ['fal.run', 'queue.fal.run'],
      // What is asked of a request that waits in the queue: https://docs.fal.ai/model-endpoints/queue
      elsewhere: { paths: /\/requests\/[^/]+(\/(status(\/stream)?|cancel))?\/?$/, host: 'queue.fal.run' },
    },
    addresses: ['https://queue.fal.run/'],
    headers: [
      'x-fal-queue-priority',
      'x-fal-runner-hint',
      'x-fal-request-timeout',
      'x-fal-no-retry',
      'x-fal-object-lifecycle-preference',
      'x-fal-store-io',
      'x-app-fal-*',
    ],
  },
  {
    slug: 'elevenlabs',
    sockets: elevenlabsSockets,
    dialect: 'openai',
    credential: { header: 'xi-api-key' },
    roots: [{ at: '', api: elevenlabs }],
    instead: ownDoor,
    owns: /^eleven_/,
  },
  {
    slug: 'deepgram',
    sockets: deepgramSockets,
    dialect: 'openai',
    credential: { header: 'authorization', scheme: 'Token' },
    roots: [{ at: '', api: deepgram }],
    instead: ownDoor,
    owns: /^(aura-|nova-[23]|flux-general)/,
    headers: ['x-deepgram-session-id'],
  },
  {
    slug: 'cartesia',
    sockets: cartesiaSockets,
    dialect: 'openai',
    credential: { header: 'x-api-key' },
    roots: [{ at: '', api: cartesia }],
    instead: ownDoor,
    owns: /^sonic/,
    headers: ['cartesia-version', 'x-cartesia-*'],
  },
  {
    slug: 'ideogram',
    dialect: 'openai',
    credential: { header: 'api-key' },
    roots: [{ at: '', api: ideogram }],
    instead: ownDoor,
    owns: /^V_/,
  },
  {
    slug: 'parallel',
    dialect: 'openai',
    credential: { header: 'x-api-key' },
    roots: [{ at: '', api: parallel }],
    instead: ownDoor,
    headers: ['parallel-beta'],
  },
]
