import type { UsageDialect } from '../dialect.ts'

/** For answers that state no consumption, such as counts of what a request would take: nothing to read, ever. */
export const none: UsageDialect = {
  marks: [],
  body: () => ({ final: true, failed: false }),
  event: (_json, soFar) => ({ ...soFar, final: true }),
}
