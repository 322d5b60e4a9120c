import { makeKey } from '../support/token.ts'
import { prices } from './prices.ts'

/** A key of the run, as far as the books care. */
export interface FireKey {
  token: string
  /** The name of its Meter. */
  meter: string
  record: object
  /** It has a budget, a wallet or limits. */
  isLimited: boolean
  onDisconnect: 'drain' | 'cancel'
  weight: number
}

/** A hard budget, its keys, and its limit in nano-USD. */
export interface HardBudget {
  name: string
  keys: readonly string[]
  nanoUsd: number
}

/** The keys of a run of so many requests: what is small is used up in its course. */
export function keysFor(requests: number): {
  keys: Record<string, FireKey>
  budgets: HardBudget[]
  config: object
} {
  const small = Math.max(30, Math.round(requests * 0.015)) / 1000
  const budget = { usd: small, per: 'total' }
  const records: Record<string, { weight: number; record: Record<string, unknown> }> = {
    free: { weight: 24, record: { scopes: ['inference', 'storage'] } },
    leaver: { weight: 12, record: { on_disconnect: 'cancel' } },
    shown: { weight: 6, record: { usage_chunk: 'show', tags: { team: 'été' } } },
    hard: { weight: 10, record: { budget } },
    harder: { weight: 8, record: { budget, on_disconnect: 'cancel' } },
    monthly: { weight: 10, record: { budget: { usd: 1000, per: 'month' } } },
    soft: { weight: 4, record: { budget: { ...budget, mode: 'soft' } } },
    'member-one': { weight: 6, record: { wallet: 'team' } },
    'member-two': { weight: 4, record: { wallet: 'team', limits: { parallel: 3 }, on_disconnect: 'cancel' } },
    rated: { weight: 4, record: { limits: { rpm: 120, tpm: 100_000 } } },
    wide: { weight: 10, record: { limits: { rpm: 1_000_000, tpm: 1_000_000_000, parallel: 1_000 } } },
  }
  const keys = Object.fromEntries(
    Object.entries(records).map(([id, { weight, record }]): [string, FireKey] => {
      const made = makeKey(id, record)
      const meter = typeof record['wallet'] === 'string' ? `wallet/${record['wallet']}` : id
      const onDisconnect = record['on_disconnect'] === 'cancel' ? 'cancel' : 'drain'
      const isLimited = ['budget', 'wallet', 'limits'].some((field) => field in record)
      return [id, { ...made, meter, isLimited, onDisconnect, weight }]
    }),
  )
  const nanoUsd = Math.round(small * 1e9)
  const { mj, none: _none, ...models } = prices
  return {
    keys,
    budgets: [
      { name: 'hard', keys: ['hard'], nanoUsd },
      { name: 'harder', keys: ['harder'], nanoUsd },
      { name: 'monthly', keys: ['monthly'], nanoUsd: 1e12 },
      { name: 'team', keys: ['member-one', 'member-two'], nanoUsd: 2 * nanoUsd },
    ],
    config: {
      models: { fast: ['groq/llama-3.3-70b-versatile', 'openai/gpt-4o-mini'] },
      prices: models,
      wallets: { team: { usd: 2 * small, per: 'total' } },
      providers: {
        mj: {
          gateway: 'custom-midjourney',
          prefix: 'mj',
          units: { 'POST /mj/submit/*': { unit: 'image', usd: mj?.usd } },
        },
      },
    },
  }
}
