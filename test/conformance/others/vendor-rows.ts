import type { Row } from '../../../src/ledger/row.ts'
import { pricedBy } from '../../doors/keys-and-rows.ts'
import { reportedRow } from '../stand-in-row.ts'
import type { Visitor } from '../suite.ts'

/** What each vendor's SDK asks for a chat. */
export const models = {
  mistral: 'mistral-small-latest',
  groq: 'meta-llama/llama-4-scout-17b-16e-instruct',
  openrouter: 'openai/gpt-4o-mini',
  cohere: 'command-a-03-2025',
  bedrock: 'anthropic.claude-sonnet-5-v1:0',
} as const
export type Vendor = keyof typeof models

const endpoints = {
  mistral: { provider: 'mistral', endpoint: 'v1/chat/completions' },
  groq: { provider: 'groq', endpoint: 'chat/completions' },
  openrouter: { provider: 'openrouter', endpoint: 'v1/chat/completions' },
  cohere: { provider: 'cohere', endpoint: 'v2/chat' },
  bedrock: {
    provider: 'aws-bedrock',
    endpoint: `bedrock-runtime/us-east-1/model/${models.bedrock}/converse`,
  },
} as const

/** What the answers of vendors tell beside the tokens: some name no model, and Cohere what it bills. */
const told = {
  mistral: { served_model: models.mistral },
  groq: { served_model: models.groq },
  openrouter: { served_model: models.openrouter },
  cohere: { served_model: null, details: '{"billed_input_tokens":12,"billed_output_tokens":26}' },
  bedrock: { served_model: null },
} as const

const costs = {
  // 0.10 and 0.30 USD a million tokens.
  mistral: pricedBy(`mistral/${models.mistral}`, 12 * 100 + 26 * 300),
  // 0.11 and 0.34.
  groq: pricedBy(`groq/${models.groq}`, 12 * 110 + 26 * 340),
  // 0.15 and 0.60.
  openrouter: pricedBy(`openrouter/${models.openrouter}`, 12 * 150 + 26 * 600),
  // 2.50 and 10.
  cohere: pricedBy('cohere/command-a', 12 * 2500 + 26 * 10_000),
  // In a region: 2.20 and 11.
  bedrock: pricedBy(`aws/regional.${models.bedrock}`, 12 * 2200 + 26 * 11_000),
} as const

/** The row of a chat with the stand-in's usual counts, with more. */
export function vendorRow(vendor: Vendor, visitor: Visitor, more: Partial<Record<keyof Row, unknown>> = {}) {
  return reportedRow(visitor, {
    door: 'provider',
    ...endpoints[vendor],
    model: models[vendor],
    ...told[vendor],
    ...costs[vendor],
    ...more,
  })
}

/** Where the gateway gets it. */
export function upstreamOf(vendor: Vendor): string {
  const { provider, endpoint } = endpoints[vendor]
  return `/v1/local/default/${provider}/${endpoint}`
}
