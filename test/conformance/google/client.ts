import { GoogleGenAI } from '@google/genai'
import { GoogleGenAI as GoogleGenAI2 } from '@google/genai-2'
import type { Row } from '../../../src/ledger/row.ts'
import { pricedBy, unpriced } from '../../doors/keys-and-rows.ts'
import type { Client } from '../clients.ts'
import { reportedRow } from '../stand-in-row.ts'
import type { Visitor } from '../suite.ts'

/** One of the two majors of Google's SDK. */
export interface GoogleClient {
  client: Client
  clientOf(key: { token: string }): GoogleGenAI
  /** The API's version that it asks for unless told otherwise. */
  version: string
}

export const model = 'gemini-2.5-flash'
export const ask = { model, contents: 'Hello?' }

/** Both majors, for one Worker. */
export function googleClients(url: () => string): GoogleClient[] {
  const options = ({ token }: { token: string }) => ({ apiKey: token, httpOptions: { baseUrl: url() } })
  return [
    { client: 'genai-3', clientOf: (key) => new GoogleGenAI(options(key)), version: 'v1' },
    {
      client: 'genai-2',
      // What is asked of it here is the same in both.
      clientOf: (key) => new GoogleGenAI2(options(key)) as unknown as GoogleGenAI,
      version: 'v1beta',
    },
  ]
}

/** The row of `ask`, with more. */
export function contentRow(visitor: Visitor, more: Partial<Record<keyof Row, unknown>> = {}) {
  return reportedRow(visitor, {
    door: 'gemini',
    endpoint: `models/${model}:generateContent`,
    provider: 'google-ai-studio',
    model,
    // 0.30 and 2.50 USD a million tokens.
    ...pricedBy(`google/${model}`, 12 * 300 + 26 * 2500),
    ...more,
  })
}

export const nothingUsed = {
  usage_source: 'none',
  input_tokens: null,
  output_tokens: null,
  ...unpriced,
  gateway_log_id: null,
}
