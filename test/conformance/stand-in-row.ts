import { expect } from 'vitest'
import type { Row } from '../../src/ledger/row.ts'
import { wholeRow } from '../doors/keys-and-rows.ts'
import type { Visitor } from './suite.ts'

/** What the stand-in says to everybody. */
export const said =
  'Hello from the stand-in! This answer came through Tollgate chunk by chunk, and its usage is now a row in D1.'
const anyLogId: unknown = expect.any(String)

/** The tokens that it states for it, in every dialect's words. */
export const standInUsage = {
  prompt_tokens: 12,
  completion_tokens: 26,
  input_tokens: 12,
  output_tokens: 26,
  promptTokenCount: 12,
  candidatesTokenCount: 26,
}

/** A row of a visitor with the stand-in's usual counts. */
export function reportedRow(visitor: Visitor, more: Partial<Record<keyof Row, unknown>>) {
  return wholeRow({
    key_id: visitor.id,
    usage_source: 'reported',
    input_tokens: 12,
    output_tokens: 26,
    gateway_log_id: anyLogId,
    ...more,
  })
}
