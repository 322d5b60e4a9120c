import type { PriceTier } from './price-source.ts'

const half = { times: 1, over: 2 }
const alike = { times: 1, over: 1 }

const dated = '(?:-20\\d\\d-\\d\\d-\\d\\d)?'

/** The price of priority, for which a long context is not served: https://openai.com/api-priority-processing/ */
function priority(models: string, times: number, over: number): PriceTier {
  const known = new RegExp(`^(?:${models})$`)
  return { detail: 'service_tier', value: 'priority', models: known, times, over, shortOnly: true }
}

/** https://platform.openai.com/docs/guides/flex-processing, https://platform.openai.com/docs/guides/batch */
export const openaiTiers: readonly PriceTier[] = [
  { detail: 'service_tier', value: 'flex', ...half },
  // What a batch states is the sum of its requests.
  { detail: 'service_tier', value: 'batch', ...half, shortOnly: true },
  priority(`gpt-5(?:\\.[124]|\\.4-mini)?${dated}|gpt-5(?:\\.1)?-codex|gpt-4\\.1-nano${dated}`, 2, 1),
  priority(`gpt-5\\.5${dated}`, 5, 2),
  priority(`gpt-5-mini${dated}`, 9, 5),
  priority(`(?:gpt-4\\.1(?:-mini)?|o3)${dated}|gpt-4o-2024-05-13`, 7, 4),
  priority('gpt-4o(?:-2024-08-06|-2024-11-20)?', 17, 10),
  priority(`gpt-4o-mini${dated}`, 5, 3),
]

/**
 * https://platform.claude.com/docs/en/build-with-claude/batch-processing#pricing,
 * https://platform.claude.com/docs/en/build-with-claude/fast-mode#pricing,
 * https://platform.claude.com/docs/en/build-with-claude/data-residency#pricing
 */
export const anthropicTiers: readonly PriceTier[] = [
  // What is known of a batch is the sum of its requests.
  { detail: 'service_tier', value: 'batch', ...half, shortOnly: true },
  { detail: 'speed', value: 'fast', models: /^claude-opus-4-[67](-\d{8})?$/, times: 6, over: 1 },
  { detail: 'inference_geo', value: 'us', times: 11, over: 10 },
]

/** https://ai.google.dev/gemini-api/docs/flex-inference, https://ai.google.dev/gemini-api/docs/batch-api */
export const geminiTiers: readonly PriceTier[] = [
  { detail: 'service_tier', value: 'flex', ...half, uncachedOnly: true },
  // What is cached costs what it does elsewhere, and what is known of a batch is the sum of its requests.
  { detail: 'service_tier', value: 'batch', ...half, uncachedOnly: true, shortOnly: true },
]

/** https://mistral.ai/news/batch-api. Pages with annotations have a price of their own, and only requests tell of them. */
export const mistralTiers: readonly PriceTier[] = [
  {
    detail: 'service_tier',
    value: 'batch',
    models: /^(?!.*ocr)/,
    ...half,
    uncachedOnly: true,
    shortOnly: true,
  },
]

/**
 * Flex has other limits, not other prices: https://console.groq.com/docs/flex-processing. Batches had discounts of 25
 * and of 50 percent: they stay without a price.
 */
export const groqTiers: readonly PriceTier[] = [{ detail: 'service_tier', value: 'flex', ...alike }]

/** Outside `global`: https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai */
export const vertexTiers: readonly PriceTier[] = [
  {
    endpoint: /\/locations\/(?!global\/)[^/]+\//,
    models: /claude-(?:(?:sonnet|haiku|opus)-(?:4-[5-9]|[5-9])|fable)/,
    times: 11,
    over: 10,
  },
]

/** https://learn.microsoft.com/azure/foundry-classic/openai/how-to/prompt-caching: "before gpt-5.6" */
export const openaiFreeWrites = /^(gpt-4|gpt-5(?![.-][6-9])|o[134]|chatgpt-4o)/i
