/**
 * What has a price, by its name. Tokens lie side by side here: `input` is what is neither cached nor of a modality with
 * its own rate, `cache_write` what is not kept for an hour, `output` what has no rate of its own.
 */
export type RateName = keyof typeof rateNames

/**
 * `code` is the name in the catalogue, `key` the data set's. `of` is what a rate is for: a million tokens, a thousand
 * calls, a thousand pages, an hour.
 * https://github.com/pydantic/genai-prices/blob/main/prices/units.yml
 */
export const rateNames = {
  input: { code: 'i', key: 'input_mtok', of: 'token' },
  input_audio: { code: 'ia', key: 'input_audio_mtok', of: 'token' },
  input_image: { code: 'ii', key: 'input_image_mtok', of: 'token' },
  input_video: { code: 'iv', key: 'input_video_mtok', of: 'token' },
  cache_read: { code: 'cr', key: 'cache_read_mtok', of: 'token' },
  cache_read_audio: { code: 'ca', key: 'cache_audio_read_mtok', of: 'token' },
  cache_read_image: { code: 'ci', key: 'cache_image_read_mtok', of: 'token' },
  cache_write: { code: 'cw', key: 'cache_write_mtok', of: 'token' },
  cache_write_1h: { code: 'ch', key: 'cache_write_1h_mtok', of: 'token' },
  output: { code: 'o', key: 'output_mtok', of: 'token' },
  output_audio: { code: 'oa', key: 'output_audio_mtok', of: 'token' },
  output_image: { code: 'oi', key: 'output_image_mtok', of: 'token' },
  output_video: { code: 'ov', key: 'output_video_mtok', of: 'token' },
  reasoning: { code: 'or', key: 'output_reasoning_mtok', of: 'token' },
  citation: { code: 'oc', key: 'output_citation_mtok', of: 'token' },
  request: { code: 'r', key: 'requests_kcount', of: 'call' },
  web_search: { code: 'w', key: 'web_searches_kcount', of: 'call' },
  message: { code: 'm', key: 'input_text_messages_kcount', of: 'call' },
  page: { code: 'p', key: 'input_document_kpages', of: 'page' },
  annotated_page: { code: 'pa', key: 'input_annotated_document_kpages', of: 'page' },
  audio: { code: 'h', key: 'audio_hours', of: 'second' },
} as const

/** Integer nano-USD, `base` unless the input is longer than a step's `above` tokens: then all of it is at that step. */
export interface Rate {
  base: number
  /** By length, shortest first. */
  steps: readonly { above: number; nanoUsd: number }[]
}

/** What is absent has no rate: where it occurs, the cost is unknown. Nothing here is ever 0. */
export type Rates = Readonly<Partial<Record<RateName, Rate>>>

/** How much of everything was used. Tokens and calls are integers; seconds and pages may have a fraction. */
export type Amounts = Partial<Record<RateName, number>>
