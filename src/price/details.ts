/** What a row's `details` say: counts and words by name. Null where they are no such object. */
export type Details = Readonly<Record<string, number | string>>

/** Reads the JSON of a row's `details`. */
export function readDetails(text: string | null): Details | null {
  if (text === null) return {}
  const json = parsed(text)
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return null
  const sound = Object.values(json).every((value) => typeof value === 'string' || isAmount(value))
  return sound ? (json as Details) : null
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A finite number from 0. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0
}

/** Counts that are no charge of their own: a part of what is counted elsewhere, or free. */
const freeCounts: ReadonlySet<string> = new Set([
  'input_text_tokens',
  'output_text_tokens',
  // Inside the output: https://platform.openai.com/docs/guides/predicted-outputs
  'accepted_prediction_tokens',
  'rejected_prediction_tokens',
  // The shortest lifetime, which the rate of cache writes is for.
  'cache_write_30m_tokens',
  // No more than the tokens of what was fetched: https://platform.claude.com/docs/en/agents-and-tools/tool-use/web-fetch-tool
  'web_fetch_requests',
])

/** Counts that amounts are made of (amounts.ts). */
const readCounts: ReadonlySet<string> = new Set([
  'input_audio_tokens',
  'input_image_tokens',
  'input_video_tokens',
  'cache_read_audio_tokens',
  'cache_read_image_tokens',
  'cache_read_video_tokens',
  'cache_write_1h_tokens',
  'output_audio_tokens',
  'output_image_tokens',
  'output_video_tokens',
  'citation_tokens',
  'billed_input_tokens',
  'billed_output_tokens',
  'longest_input_tokens',
  'web_search_requests',
  'num_search_queries',
])

/** Whether everything that was counted is something whose price is looked for: what is not would be left out. */
export function areKnown(details: Details): boolean {
  return Object.entries(details).every(
    ([name, value]) =>
      typeof value === 'string' || value === 0 || freeCounts.has(name) || readCounts.has(name),
  )
}
