import type { Change } from '../body/splice.ts'
import { meterNameOf } from '../meter/name.ts'
import { millionths } from '../bound/nano.ts'
import type { Output } from '../meter/terms.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { type Admission, type AdmissionPorts, type Asking, away } from './admit.ts'
import { claimOf, worstOf } from './claim.ts'
import type { Held } from './held.ts'
import { priceCeiling } from './price-ceiling.ts'
import { written } from './written.ts'

/**
 * A further attempt of a request that is let in already: it takes the place of the one before in what is held, beside
 * what attempts without a status may have cost (`unsettledNano`). It may go only if that fits.
 */
export async function readmit(
  { asked, opening, caller, terms, config }: Asking,
  previous: Held,
  unsettledNano: number,
  ports: AdmissionPorts,
): Promise<Result<Admission>> {
  const found = worstOf(asked, terms, config, ports.now())
  if (!found.ok) return found
  const worst = found.value
  const { bound, priced, priceId } = worst
  const claim = claimOf(worst, terms, false)
  const wanted = claim.output?.wanted ?? null
  const meter = ports.meter(meterNameOf(caller))
  for (const outputTokens of limitsFor(claim.output, previous)) {
    const output = outputTokens ?? 0
    const reservedNano = claim.fixedNano + millionths(output, claim.nanoPerMillionOutput)
    const reservedTokens = claim.fixedTokens + output * claim.times
    const held = { terms, bound, priced, priceId, slice: null, outputTokens, reservedNano, reservedTokens }
    const fits = await meter.extend(opening.id, unsettledNano + reservedNano, reservedTokens, terms)
    if (fits === 'unreachable') return away
    const more = worst.paid ? priceCeiling(asked.route, asked.json, priced, terms) : []
    if (fits) return accept(admission(held, wanted, more))
  }
  return noRoom
}

/** What its output may be limited to, the best first: as wanted, unless the one before was lowered, else as that one. */
function limitsFor(
  output: Output | null,
  { outputTokens: granted, priced }: Held,
): readonly (number | null)[] {
  if (output === null) return [null]
  const { wanted } = output
  if (granted === null) return [wanted]
  const lowered = Math.max(Math.min(wanted, granted), Math.min(wanted, output.least))
  const wasLowered = granted < (priced.output?.wanted ?? granted)
  return wasLowered || lowered === wanted ? [lowered] : [wanted, lowered]
}

function admission(held: Held, wanted: number | null, more: readonly Change[]): Admission {
  const { bound, priced, outputTokens } = held
  const writes = outputTokens !== wanted || priced.output?.write === true
  const { changes, told } = written(bound, writes ? outputTokens : null)
  return { held, changes: [...changes, ...more], told }
}

/** Nobody hears it: the answer of the attempt before is the last word. */
const noRoom = refuse('insufficient_quota', 'Nothing is left for another attempt.')
