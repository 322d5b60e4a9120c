import type { UsageDialect } from '../dialect.ts'
import { nothingRead, type Usage } from '../usage.ts'

/** For answers with nothing in their bodies to read: audio, images, jobs. What counts is told elsewhere. */
export const nothingInBody: Pick<UsageDialect, 'marks' | 'body' | 'event'> = {
  marks: [],
  body: () => nothingRead,
  event: (_json, soFar) => soFar,
}

/** For calls that are paid by the call. */
export function oneOf(unit: string): UsageDialect {
  const usage: Usage = { units: 1, unit }
  return { ...nothingInBody, request: () => usage }
}
