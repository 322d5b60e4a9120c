/** Rates that a vendor documents and the data set leaves out, each the multiple of one that it has. */
interface Supplement {
  /** Of the data set's provider and model, `provider/id`. */
  of: RegExp
  /** By the data set's names: only where `rate` is missing, and the others are not. */
  rate: string
  beside?: string
  from: string
  times: number
}

export const supplements: readonly Supplement[] = [
  // https://platform.claude.com/docs/en/build-with-claude/prompt-caching#pricing, on every platform
  { of: /claude/, rate: 'cache_write_1h_mtok', beside: 'cache_write_mtok', from: 'input_mtok', times: 2 },
  // One price for all modalities: https://ai.google.dev/gemini-api/docs/pricing
  {
    of: /^google\/gemini-(2\.5|3|3\.1)-pro(-preview)?$/,
    rate: 'input_audio_mtok',
    from: 'input_mtok',
    times: 1,
  },
  {
    of: /^google\/gemini-(2\.5|3|3\.1)-pro(-preview)?$/,
    rate: 'cache_audio_read_mtok',
    from: 'cache_read_mtok',
    times: 1,
  },
  // Models that speak or draw and do nothing else: their output's rate is of audio, of images.
  // https://platform.openai.com/docs/pricing, https://ai.google.dev/gemini-api/docs/pricing
  { of: /^(openai|google)\/[^/]*-tts$/, rate: 'output_audio_mtok', from: 'output_mtok', times: 1 },
  { of: /^openai\/gpt-image-/, rate: 'output_image_mtok', from: 'output_mtok', times: 1 },
]

/** Audio shorter than this many seconds is charged as so much. https://console.groq.com/docs/speech-to-text */
export const leastSeconds: Readonly<Record<string, number>> = {
  'groq/whisper-large-v3': 10,
  'groq/whisper-large-v3-turbo': 10,
}

/** Rates of the data set that nothing is priced by, and why. */
export const unusedRates: Readonly<Record<string, string>> = {
  input_audio_hours: 'the same audio again as audio_hours',
  storage_searches_kcount: 'no answer says how many there were',
}

/**
 * Providers that state what each answer cost. Their prices are only for bounds, and a bound needs the model's window:
 * what has none is an old name, and left out.
 */
export const boundsOnly: ReadonlySet<string> = new Set(['openrouter'])

/** Each answer of these models has a search's fee in its price, which nothing counts: https://platform.openai.com/docs/pricing */
export const searchModels = /search-(preview|api)/
