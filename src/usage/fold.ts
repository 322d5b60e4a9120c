import type { Reading, Usage } from './usage.ts'

/** What one more event or body adds to a reading. */
interface News {
  usage?: Usage | undefined
  model?: string | undefined
  final?: boolean
  failed?: boolean
}

/** A reading with the news on it: later values win, field by field; `final` and `failed` stay true once they are. */
export function extendReading(soFar: Reading, news: News): Reading {
  const extended: Reading = {
    ...soFar,
    final: soFar.final || news.final === true,
    failed: soFar.failed || news.failed === true,
  }
  if (news.usage !== undefined) extended.usage = mergeUsage(soFar.usage, news.usage)
  if (news.model !== undefined) extended.model = news.model
  return extended
}

/** Both usages in one, the later one's fields and details winning. */
export function mergeUsage(earlier: Usage | undefined, later: Usage): Usage {
  const merged = { ...earlier, ...later }
  if (earlier?.details && later.details) merged.details = { ...earlier.details, ...later.details }
  return merged
}
