import type { Meter } from '../../src/meter/meter.ts'

declare global {
  namespace Cloudflare {
    interface Env {
      KEYS: KVNamespace
      GUESSES: RateLimit
      DB: D1Database
      METER: DurableObjectNamespace<Meter>
    }
  }
}
