import type { Buffers } from './body/buffers.ts'
import type { KeyStore } from './keys/store.ts'
import type { MeterPort } from './meter/port.ts'
import type { GatewaySettings, Settings } from './settings.ts'
import type { Learned } from './upstream/learned.ts'
import type { Fetch } from './upstream/send.ts'

/** All that the corridor needs of the world. */
export interface Ports {
  settings: Settings
  gateway: GatewaySettings
  keys: KeyStore
  buffers: Buffers
  /** What this isolate has learnt of its upstreams. */
  learned: Learned
  fetch: Fetch
  /** The Meter of one key, by the key's id. */
  meter: (keyId: string) => MeterPort
  /** Epoch milliseconds. */
  now: () => number
  /** A new UUIDv7. */
  newId: () => string
  /** In [0, 1). */
  random: () => number
  /** Keeps work alive beyond the answer (`waitUntil`). */
  later: (work: Promise<unknown>) => void
}
