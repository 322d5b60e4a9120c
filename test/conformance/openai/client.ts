import OpenAI from 'openai'
import type { Row } from '../../../src/ledger/row.ts'
import { pricedBy } from '../../doors/keys-and-rows.ts'
import { reportedRow } from '../stand-in-row.ts'
import type { Visitor } from '../suite.ts'

export const ask = { model: 'gpt-4o-mini', messages: [{ role: 'user' as const, content: 'Hello?' }] }

/** A client for each key, as its documentation says: base URL and key. */
export function openaiClients(url: () => string): (key: { token: string }) => OpenAI {
  return ({ token }) => new OpenAI({ apiKey: token, baseURL: `${url()}/v1` })
}

/** The row of `ask`, with more. */
export function chatRow(visitor: Visitor, more: Partial<Record<keyof Row, unknown>> = {}) {
  return reportedRow(visitor, {
    door: 'openai',
    endpoint: 'chat/completions',
    provider: 'openai',
    model: 'gpt-4o-mini',
    served_model: 'gpt-4o-mini',
    // 0.15 and 0.60 USD a million tokens.
    ...pricedBy('openai/gpt-4o-mini', 12 * 150 + 26 * 600),
    ...more,
  })
}
