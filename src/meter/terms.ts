/** What a key's record allows it, as the Meter holds it. Null is no limit. */
export interface Terms {
  /** `hard` is never overshot; `soft` admits as long as anything is left, and may overshoot by what is in flight. */
  budget: { nanoUsd: number; per: Period; mode: 'hard' | 'soft' } | null
  limits: Limits | null
}

/** Windows turn at 00:00 UTC; a week begins on Monday. */
export type Period = 'day' | 'week' | 'month' | 'total'

/** Requests and tokens in any 60 s, and requests at once; counted per key, also where several share a Meter. */
export interface Limits {
  rpm?: number | undefined
  tpm?: number | undefined
  parallel?: number | undefined
}

/** What a request asks the Meter for: an upper bound of what it can consume, linear in its output limit. */
export interface Claim {
  terms: Terms
  /** Nano-USD that it can cost whatever it answers: input, fees. */
  fixedNano: number
  /** Nano-USD per million tokens of its output limit, all copies (`times`) counted in it. */
  nanoPerMillionOutput: number
  /** Tokens of input at most. */
  fixedTokens: number
  /** How many times the output limit counts: `n`, `best_of`. */
  times: number
  /** Null: there is nothing to clamp, and all of its cost is in `fixedNano`. */
  output: Output | null
  /** Neither clamp nor refuse for money or tokens yet: answer `short`, and the caller comes back with a better count. */
  patient: boolean
}

export interface Output {
  /** The client's own limit, or the model's maximum; tokens. */
  wanted: number
  /** Below this it is refused instead of clamped. */
  least: number
  /** The client gave `wanted` itself. */
  explicit: boolean
}

export type Verdict = Admitted | { how: 'short' } | Refusal

export interface Admitted {
  how: 'admitted'
  /** The output limit that its reservation pays for; null where the claim has none. */
  outputTokens: number | null
  /** It is lower than what was wanted. */
  clamped: boolean
  reservedNano: number
  reservedTokens: number
  /** Null for a key without `rpm` and `tpm`. */
  rates: RateStanding | null
}

export interface Refusal {
  how: 'refused'
  scope: 'budget' | 'rpm' | 'tpm' | 'parallel'
  /** Nano-USD for a budget, else a count; so are the three below. */
  limit: number
  used: number
  reserved: number
  /** The worst case of this request. */
  required: number
  /** Epoch ms of the window's turn, or at which enough has slid out of the minute; null where no time can help. */
  resetsAt: number | null
  /** Null where waiting a moment cannot help. */
  retryAfterMs: number | null
}

/** What is left of the minute, this request counted. */
export interface RateStanding {
  requests: { limit: number; remaining: number } | null
  tokens: { limit: number; remaining: number } | null
  /** Epoch ms at which all of it is there again if nothing else comes. */
  resetsAt: number
}

/** What a holder is told of a key. */
export interface KeyStanding {
  /** Of the budget's window; of all time where there is no budget. */
  spentNano: number
  reservedNano: number
  /** Epoch ms; null without a budget, and for `total`. */
  resetsAt: number | null
  requestsLastMinute: number
  tokensLastMinute: number
  running: number
}

/** What a claim of nobody's limits gets. */
export const unlimited: Admitted = {
  how: 'admitted',
  outputTokens: null,
  clamped: false,
  reservedNano: 0,
  reservedTokens: 0,
  rates: null,
}
