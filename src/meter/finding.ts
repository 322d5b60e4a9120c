import type { Outcome, Row } from '../ledger/row.ts'

/** What a finished job tells of the request that started it; laid over that request's row. */
export type Finding = Pick<
  Row,
  | 'served_model'
  | 'usage_source'
  | 'input_tokens'
  | 'cache_read_tokens'
  | 'cache_write_tokens'
  | 'output_tokens'
  | 'reasoning_tokens'
  | 'details'
  | 'units'
  | 'unit'
  | 'cost_nano_usd'
  | 'price_id'
> & { outcome: Exclude<Outcome, 'lost'> }

/** `billed`: by this reading. `known`: by an earlier one. `unknown`: no request of this key waits for such a job. */
export type Finished = 'billed' | 'known' | 'unknown'
