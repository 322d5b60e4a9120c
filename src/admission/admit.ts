import type { Asked } from '../bound/bound-of.ts'
import { countedBound } from '../bound/counting.ts'
import { priceBound } from '../bound/price-bound.ts'
import type { Caller } from '../keys/check.ts'
import type { Config } from '../keys/config.ts'
import type { Row } from '../ledger/row.ts'
import { meterNameOf } from '../meter/name.ts'
import type { Unreachable } from '../meter/port.ts'
import type { Admitted, Terms, Verdict } from '../meter/terms.ts'
import type { Ports } from '../ports.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Outgoing } from '../rewrite/rewrite.ts'
import { claimOf, toolCalls, type Worst, worstOf } from './claim.ts'
import { canCount, count } from './count.ts'
import type { Held } from './held.ts'
import { priceCeiling } from './price-ceiling.ts'
import { rateHeaders, refusalOf } from './verdict.ts'
import { type Written, written } from './written.ts'

/** A request of a limited key, just before it would go upstream. */
export interface Asking {
  asked: Asked
  outgoing: Outgoing
  /** Its row, as it would stand if nobody ever told more. */
  opening: Row
  caller: Caller
  terms: Terms
  config: Config
}

/** Let in: what is held for it, and the limits that must stand in its body. */
export interface Admission extends Written {
  held: Held
}

export type AdmissionPorts = Pick<Ports, 'meter' | 'fetch' | 'gateway' | 'now' | 'later'>

/**
 * Asks the Meter whether a request may go up, at its worst case. Before it is refused or its output lowered, the
 * provider's own count of its input takes the place of its bytes, where there is one and it comes in time.
 */
export async function admit(asking: Asking, ports: AdmissionPorts): Promise<Result<Admission>> {
  const { asked, outgoing, opening, caller, terms, config } = asking
  const found = worstOf(asked, terms, config, ports.now())
  if (!found.ok) return found
  let worst = found.value
  const { json, route } = asked
  const meter = ports.meter(meterNameOf(caller))
  const open = (patient: boolean) =>
    meter.open(opening, caller.label, claimOf(worst, terms, patient), ports.later)

  const counts = canCount(route, json)
  let verdict = await open(counts || worst.bound.ceiling !== null)
  if (isShort(verdict) && worst.bound.ceiling !== null) {
    const modest = worstOf(asked, terms, config, ports.now(), toolCalls.least)
    if (!modest.ok) return modest
    worst = modest.value
    verdict = await open(counts)
  }
  if (isShort(verdict) && counts) {
    const tokens = json && (await count(route, json, outgoing, ports))
    if (tokens !== null) worst = counted(worst, tokens)
    verdict = await open(false)
  }
  if (verdict === 'unreachable' || verdict.how === 'short') return away
  const now = ports.now()
  return verdict.how === 'refused' ? refusalOf(verdict, now) : accept(admitted(verdict, worst, asking, now))
}

function isShort(verdict: Verdict | Unreachable): boolean {
  return verdict !== 'unreachable' && verdict.how === 'short'
}

function counted(worst: Worst, tokens: number): Worst {
  const bound = countedBound(worst.bound, tokens)
  const { priced } = priceBound(bound, worst.rates)
  // A count that says more than the bytes is of something else.
  return priced.fixedTokens < worst.priced.fixedTokens ? { ...worst, bound, priced } : worst
}

function admitted(verdict: Admitted, worst: Worst, { asked, terms }: Asking, now: number): Admission {
  const { outputTokens, reservedNano, reservedTokens, clamped, rates } = verdict
  const { bound, priced, priceId } = worst
  const writes = clamped || priced.output?.write === true
  const { changes, told } = written(bound, writes ? outputTokens : null)
  return {
    held: { terms, bound, priced, priceId, slice: null, outputTokens, reservedNano, reservedTokens },
    changes: [...changes, ...(worst.paid ? priceCeiling(asked.route, asked.json, priced, terms) : [])],
    told: [...told, ...rateHeaders(rates, now)],
  }
}

/** The Meter did not answer in its time. */
export const away = refuse(
  'meter_unavailable',
  'The account of this key cannot be reached just now, so nothing can be held to its limits. Try again in a moment.',
  { retryAfter: 2 },
)
