import type { Bounded } from '../bound/bound.ts'
import { unboundedInFrame } from '../bound/frame.ts'
import { sliceOf } from '../bound/slice.ts'
import type { JsonObject } from '../body/objects.ts'
import type { SocketUsageName } from '../endpoints/socket.ts'
import type { Caller } from '../keys/check.ts'
import type { Config } from '../keys/config.ts'
import { sold } from '../ledger/entry.ts'
import type { Row } from '../ledger/row.ts'
import { meterNameOf } from '../meter/name.ts'
import type { Terms } from '../meter/terms.ts'
import { priceRow } from '../price/price-row.ts'
import { accept, refuse, type Refusal, type Refused, type Result } from '../refusal/refusal.ts'
import type { Route } from '../route/route.ts'
import type { Reading } from '../usage/usage.ts'
import { type AdmissionPorts, away, type Admission } from './admit.ts'
import { claimOf, noBound, worstIn } from './claim.ts'
import { refusalOf } from './verdict.ts'

/** What is held for a socket: always one more response than the one that runs. */
export interface Slices extends Admission {
  /** To be told what all responses so far consumed. Null while the next one fits; never rejects. */
  spend: (reading: Reading) => Promise<Refusal | null>
  /** Why what a client's frame asks for is in no slice; null where it is. */
  refuses: (frame: JsonObject, text: string) => Refused | null
}

/** One handshake of a limited key. */
export interface SocketAsking {
  route: Route
  sums: SocketUsageName
  opening: Row
  caller: Caller
  terms: Terms
  config: Config
}

/**
 * Asks the Meter for a socket's first slices: one for the response that runs, one for the next, which a server can begin
 * before this one's usage is told.
 */
export async function admitSocket(
  { route, sums, opening, caller, terms, config }: SocketAsking,
  ports: AdmissionPorts,
): Promise<Result<Slices>> {
  const bounded: Bounded = sliceOf(sums, route.model === null ? [] : [route.upstreamModel ?? route.model])
  const found = worstIn(bounded, route, terms, config, ports.now())
  if (!found.ok) return found
  const { bound, priced, priceId, paid } = found.value
  const slice = { nano: paid ? priced.fixedNano : 0, tokens: priced.fixedTokens }
  const claim = {
    ...claimOf(found.value, terms, false),
    fixedNano: 2 * slice.nano,
    fixedTokens: 2 * slice.tokens,
    output: null,
  }
  const meter = ports.meter(meterNameOf(caller))
  const verdict = await meter.open(opening, caller.label, claim, ports.later)
  if (verdict === 'unreachable' || verdict.how === 'short') return away
  if (verdict.how === 'refused') return refusalOf(verdict, ports.now())

  let told = ''
  async function spend({ usage, model }: Reading): Promise<Refusal | null> {
    const now = JSON.stringify(usage)
    if (now === told || usage === undefined) return null
    told = now
    const row = sold(opening, usage, model ?? null)
    const { nanoUsd } =
      usage.statedCost === undefined
        ? priceRow({ ...row, model: route.upstreamModel ?? row.model }, config.prices)
        : { nanoUsd: usage.statedCost }
    // What cannot be priced cannot be held to a budget.
    if (nanoUsd === null && paid) return overspent
    const spent = { nano: nanoUsd ?? 0, tokens: (row.input_tokens ?? 0) + (row.output_tokens ?? 0) }
    const [nano, tokens] = [spent.nano + 2 * slice.nano, spent.tokens + 2 * slice.tokens]
    return (await meter.extend(opening.id, nano, tokens, terms)) === true ? null : overspent
  }

  const held = {
    terms,
    bound,
    priced,
    priceId,
    slice: slice.nano,
    outputTokens: null,
    reservedNano: verdict.reservedNano,
    reservedTokens: verdict.reservedTokens,
  }
  const hard = terms.budget?.mode === 'hard'
  const refuses = (frame: JsonObject, text: string): Refused | null => {
    const open = hard ? unboundedInFrame(route, frame, text) : null
    return open && noBound(open)
  }
  return accept({ held, changes: [], told: [], spend, refuses })
}

const { refusal: overspent } = refuse(
  'insufficient_quota',
  'What is left of this key does not hold another response.',
)
