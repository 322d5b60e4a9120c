/**
 * What models answer at most where the request sets no limit, by what their vendors document; only families whose
 * newest members are known. Else a limit is written.
 */
const most: readonly { models: RegExp; tokens: number }[] = [
  // https://platform.openai.com/docs/models
  { models: /^(gpt-3\.5-turbo|gpt-4-turbo|gpt-4-(1106|0125))/, tokens: 4096 },
  { models: /^gpt-4(-0613|-0314)?$/, tokens: 8192 },
  { models: /^gpt-(realtime|4o(-mini)?-realtime-preview)(-20\d\d-\d\d-\d\d)?$/, tokens: 4096 },
  { models: /^(gpt-4o|chatgpt-4o)/, tokens: 16_384 },
  { models: /^gpt-4\.1/, tokens: 32_768 },
  { models: /^o[134](-mini|-pro)?(-20\d\d-\d\d-\d\d)?$/, tokens: 100_000 },
  { models: /^gpt-5-pro(-20\d\d-\d\d-\d\d)?$/, tokens: 272_000 },
  {
    models: /^gpt-5(\.\d)?(-mini|-nano|-codex|-codex-max|-codex-mini)?(-20\d\d-\d\d-\d\d)?$/,
    tokens: 128_000,
  },
  // https://ai.google.dev/gemini-api/docs/models
  { models: /^gemini-(1\.5|2\.0)-/, tokens: 8192 },
  { models: /^gemini-(2\.5-flash|3-pro)-image(-preview)?$/, tokens: 32_768 },
  { models: /^gemini-(2\.5|3(\.\d)?)-(pro|flash|flash-lite)(-preview)?(-[\d-]+)?$/, tokens: 65_536 },
]

/** Tokens that any of these models answers at most; null where that is not known of all. */
export function mostOutputOf(models: readonly string[]): number | null {
  const known = models.map((model) => {
    const bare = model.replace(/^(.*\/)/, '')
    return most.find((row) => row.models.test(bare))?.tokens ?? null
  })
  return known.length === 0 || known.includes(null) ? null : Math.max(...known.map((tokens) => tokens ?? 0))
}
