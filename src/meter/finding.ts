import type { Consumed, Outcome, Row } from '../ledger/row.ts'

/** What a finished job tells of the request that started it; laid over that request's row. */
export type Finding = Consumed &
  Pick<Row, 'usage_source' | 'cost_nano_usd' | 'price_id'> & { outcome: Exclude<Outcome, 'lost'> }

/** `billed`: by this reading. `known`: by an earlier one. `unknown`: no request of this key waits for such a job. */
export type Finished = 'billed' | 'known' | 'unknown'
