import type { Claim, Output } from './terms.ts'

/** What a request takes of something (nano-USD, tokens): some in any case, the rest by its output limit. */
export interface Taken {
  fixed: number
  /** Per million tokens of the output limit. */
  perMillion: number
}

export interface Room extends Taken {
  free: number
}

/**
 * The ceiling of one request's reservation and of one row's cost: a million USD in nano-USD. Sums of thousands of
 * requests stay exact in floating point; what needs more fits no budget.
 */
export const mostAtOnce = 1e15

const million = 1_000_000n

/** What a request takes at this output limit; rounded up, at most `mostAtOnce`. */
export function takenAt({ fixed, perMillion }: Taken, output: number): number {
  const product = BigInt(whole(perMillion)) * BigInt(whole(output))
  return Math.min(mostAtOnce, whole(fixed) + Number((product + million - 1n) / million))
}

/**
 * The output limit that a request may have here; -1 if it does not fit. What the client asked for is lowered to what
 * fits. Who asked for nothing gets at most half of what is free, so that two can run, but not less than `least`.
 */
export function outputWithin(room: Room, output: Output | null): number {
  const free = Math.min(mostAtOnce - 1, room.free)
  if (output === null) return takenAt(room, 0) <= free ? 0 : -1
  const least = leastOf(output)
  const all = mostWithin(room, free, output.wanted)
  const half = mostWithin(room, Math.floor(free / 2), output.wanted)
  const granted = output.explicit ? all : Math.max(half, Math.min(least, all))
  return granted >= least ? granted : -1
}

/** Nobody is refused for less than what was wanted. */
export function leastOf({ wanted, least }: Output): number {
  return Math.min(wanted, least)
}

/** At most `wanted`; -1 if not even no output fits. */
function mostWithin(room: Room, free: number, wanted: number): number {
  if (takenAt(room, wanted) <= free) return wanted
  const left = free - whole(room.fixed)
  if (left < 0) return -1
  const most = (BigInt(left) * million) / BigInt(whole(room.perMillion))
  return Math.min(wanted, Number(most))
}

/** An upper bound that is no integer counts as the next one; one without end as the ceiling. */
function whole(amount: number): number {
  return Number.isFinite(amount) ? Math.min(mostAtOnce, Math.ceil(Math.max(0, amount))) : mostAtOnce
}

export function wantedOf({ output }: Claim): number {
  return output?.wanted ?? 0
}

export function moneyTaken({ fixedNano, nanoPerMillionOutput }: Claim): Taken {
  return { fixed: fixedNano, perMillion: nanoPerMillionOutput }
}

export function tokensTaken({ fixedTokens, times }: Claim): Taken {
  return { fixed: fixedTokens, perMillion: times * 1e6 }
}

/** Whatever it answers, it takes nothing. */
export function isFree(taken: Taken, claim: Claim): boolean {
  return takenAt(taken, wantedOf(claim)) === 0
}
