import type { Asked } from '../bound/bound-of.ts'
import { countedBound } from '../bound/counting.ts'
import type { Caller } from '../keys/check.ts'
import type { Config } from '../keys/config.ts'
import type { Row } from '../ledger/row.ts'
import { type Charge, nothingHeld } from '../meter/charge.ts'
import { meterNameOf } from '../meter/name.ts'
import type { Unreachable } from '../meter/port.ts'
import type { Admitted, Claim, Terms, Verdict } from '../meter/terms.ts'
import type { Ports } from '../ports.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Outgoing } from '../rewrite/rewrite.ts'
import { claimOf, rebound, toolCalls, type Worst, worstOf } from './claim.ts'
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

/** Asks the Meter whether a request may go up, at its worst case. */
export function admit(asking: Asking, ports: AdmissionPorts): Promise<Result<Admission>> {
  const { opening, caller } = asking
  const meter = ports.meter(meterNameOf(caller))
  return letIn(asking, nothingHeld, ports, (claim) => meter.open(opening, caller.label, claim, ports.later))
}

/**
 * A further attempt of a request that is let in already: it takes the place of the one before in what is held, beside
 * what attempts that were given up may have cost (`givenUp`). It may go only if that fits.
 */
export function readmit(asking: Asking, givenUp: Charge, ports: AdmissionPorts): Promise<Result<Admission>> {
  const { opening, caller } = asking
  const meter = ports.meter(meterNameOf(caller))
  return letIn(asking, givenUp, ports, (claim) => meter.readmit(opening.id, claim, givenUp))
}

/**
 * Before a request is refused or its output lowered, a lower ceiling of hosted tools' calls takes the place of the usual
 * one, and then the provider's own count of its input that of its bytes, where there is one and it comes in time.
 */
async function letIn(
  asking: Asking,
  beside: Charge,
  ports: AdmissionPorts,
  decided: (claim: Claim) => Promise<Verdict | Unreachable>,
): Promise<Result<Admission>> {
  const { asked, outgoing, terms, config } = asking
  const found = worstOf(asked, terms, config, ports.now())
  if (!found.ok) return found
  let worst = found.value
  const { json, route } = asked
  const open = (patient: boolean) => decided(claimOf(worst, terms, patient))

  // Other models count otherwise.
  const counts = worst.bound.models.length < 2 && canCount(route, json)
  let verdict = await open(counts || worst.bound.ceiling !== null)
  if (isShort(verdict) && worst.bound.ceiling !== null) {
    const modest = worstOf(asked, terms, config, ports.now(), toolCalls.least)
    if (!modest.ok) return modest
    worst = modest.value
    verdict = await open(counts)
  }
  if (isShort(verdict) && counts) {
    const tokens = json && (await count(route, json, outgoing, ports))
    if (tokens !== null) worst = counted(worst, tokens, asking, ports.now())
    verdict = await open(false)
  }
  if (verdict === 'unreachable' || verdict.how === 'short') return away
  const now = ports.now()
  if (verdict.how === 'refused') return refusalOf(verdict, now)
  const own = {
    ...verdict,
    reservedNano: verdict.reservedNano - beside.nano,
    reservedTokens: verdict.reservedTokens - beside.tokens,
  }
  return accept(admitted(own, worst, asking, now))
}

function isShort(verdict: Verdict | Unreachable): boolean {
  return verdict !== 'unreachable' && verdict.how === 'short'
}

function counted(worst: Worst, tokens: number, { asked, config }: Asking, now: number): Worst {
  const better = rebound(worst, countedBound(worst.bound, tokens), asked.route, config, now)
  // A count that says more than the bytes is of something else.
  return better.priced.fixedTokens < worst.priced.fixedTokens ? better : worst
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
