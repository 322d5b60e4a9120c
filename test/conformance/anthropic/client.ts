import Anthropic from '@anthropic-ai/sdk'
import Anthropic0 from '@anthropic-ai/sdk-0'
import type { Row } from '../../../src/ledger/row.ts'
import { pricedBy, unpriced } from '../../doors/keys-and-rows.ts'
import type { Client } from '../clients.ts'
import { reportedRow } from '../stand-in-row.ts'
import type { Visitor } from '../suite.ts'

/** One of the two majors of Anthropic's SDK. */
export interface AnthropicClient {
  client: Client
  clientOf(key: { token: string }): Anthropic
  /** The `anthropic-version` that it sends. */
  version: string
  /** What it throws for a 529. */
  overloaded: string
}

export const ask = {
  model: 'claude-sonnet-5',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'Hello?' }],
}

/** Both majors, for one Worker. The old one puts the key into `x-api-key`, the new one into `authorization`. */
export function anthropicClients(url: () => string): AnthropicClient[] {
  return [
    {
      client: 'anthropic-1',
      clientOf: ({ token }) => new Anthropic({ apiKey: token, baseURL: url() }),
      version: '2026-10-21',
      overloaded: 'OverloadedError',
    },
    {
      client: 'anthropic-0',
      // What is asked of it here is the same in both, which the compiler cannot see through the overloads.
      clientOf: ({ token }) => new Anthropic0({ apiKey: token, baseURL: url() }) as unknown as Anthropic,
      version: '2023-06-01',
      overloaded: 'InternalServerError',
    },
  ]
}

/** The row of `ask`, with more. */
export function messageRow(visitor: Visitor, more: Partial<Record<keyof Row, unknown>> = {}) {
  return reportedRow(visitor, {
    door: 'anthropic',
    endpoint: 'messages',
    provider: 'anthropic',
    model: 'claude-sonnet-5',
    served_model: 'claude-sonnet-5',
    // 2 and 10 USD a million tokens.
    ...pricedBy('anthropic/claude-sonnet-5', 12 * 2000 + 26 * 10_000),
    ...more,
  })
}

export const nothingUsed = {
  served_model: null,
  usage_source: 'none',
  input_tokens: null,
  output_tokens: null,
  ...unpriced,
  gateway_log_id: null,
}
