import { lanes, type LaneName } from './lanes.ts'
import type { Plan } from './plan.ts'
import { load, type Load, type Stage } from './stage.ts'

export const longStream = 2000
export const shortStream = 200

const wholes = ['bare whole', 'whole'] as const

/** The loads of each round, one lane after the other, so that what slows the machine slows them all. */
export async function loadLanes(stage: Stage, plan: Plan, say: (text: string) => void): Promise<Load[][]> {
  const rounds: Load[][] = []
  for (let round = 1; round <= plan.rounds; round += 1) {
    say(`CPU, round ${round} of ${plan.rounds}`)
    const loads: Load[] = []
    for (const name of plan.lanes) loads.push(await load(stage, lanes[name], longStream, plan.longStreams))
    if (plan.shortStreams > 0) {
      for (const name of plan.lanes)
        loads.push(await load(stage, lanes[name], shortStream, plan.shortStreams))
    }
    for (const name of wholes) loads.push(await load(stage, lanes[name], 0, plan.wholes))
    rounds.push(loads)
  }
  return rounds
}

/** CPU of one request on a lane, in ms: one figure a round. */
export function msARequest(rounds: readonly Load[][], lane: LaneName, chunks: number): number[] {
  return rounds.map((loads) => {
    const found = loads.find((load) => load.lane === lane && load.chunks === chunks)
    return found === undefined ? Number.NaN : found.cpuMs / found.requests
  })
}

/** The median over the rounds of one lane's CPU against another's. */
export function ratio(rounds: readonly Load[][], lane: LaneName, bare: LaneName, chunks: number): number {
  const base = msARequest(rounds, bare, chunks)
  return median(msARequest(rounds, lane, chunks).map((ms, round) => ms / (base[round] ?? Number.NaN)))
}

/**
 * What a stream of so many chunks costs a lane above the bare Worker, in ms of CPU: on the line through what was
 * measured of short and long ones.
 */
export function msAboveBare(rounds: readonly Load[][], lane: LaneName, chunks: number): number {
  const above = (length: number) => {
    const base = msARequest(rounds, 'bare', length)
    return median(msARequest(rounds, lane, length).map((ms, round) => ms - (base[round] ?? Number.NaN)))
  }
  const [short, long] = [above(shortStream), above(longStream)]
  return short + ((long - short) * (chunks - shortStream)) / (longStream - shortStream)
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? Number.NaN) + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2
}
