import type { LaneName } from './lanes.ts'
import { median } from './median.ts'
import { longStream, type Plan, shortStream } from './plan.ts'
import { load, type Load, type Stage } from './stage.ts'

/** The loads of each round, one lane after the other, so that what slows the machine slows them all. */
export async function loadLanes(stage: Stage, plan: Plan, say: (text: string) => void): Promise<Load[][]> {
  const rounds: Load[][] = []
  for (let round = 1; round <= plan.rounds; round += 1) {
    say(`CPU, round ${round} of ${plan.rounds}`)
    const loads: Load[] = []
    for (const ask of plan.asks) loads.push(await load(stage, ask))
    rounds.push(loads)
  }
  return rounds
}

/** CPU of one request on a lane, in ms: one figure a round, NaN where it was not measured. */
export function msARequest(rounds: readonly Load[][], lane: LaneName, chunks: number): number[] {
  return each(rounds, lane, chunks, ({ cpuMs, requests }) => cpuMs / requests)
}

/** How many requests a second were answered: one figure a round, NaN where it was not measured. */
export function aSecond(rounds: readonly Load[][], lane: LaneName): number[] {
  return each(rounds, lane, 0, ({ wallMs, requests }) => (requests / wallMs) * 1000)
}

/** The median over the rounds of one lane's CPU against another's. */
export function ratio(rounds: readonly Load[][], lane: LaneName, base: LaneName, chunks: number): number {
  const bases = msARequest(rounds, base, chunks)
  return median(msARequest(rounds, lane, chunks).map((ms, round) => ms / (bases[round] ?? Number.NaN)))
}

/**
 * What a stream of so many chunks costs a lane above the bare Worker, in ms of CPU: on the line through what was
 * measured of short and long ones, or through nothing and long ones.
 */
export function msAboveBare(rounds: readonly Load[][], lane: LaneName, chunks: number): number {
  const above = (length: number) => {
    const base = msARequest(rounds, 'bare', length)
    return median(msARequest(rounds, lane, length).map((ms, round) => ms - (base[round] ?? Number.NaN)))
  }
  const [short, long] = [above(shortStream), above(longStream)]
  if (Number.isNaN(short)) return (long * chunks) / longStream
  return short + ((long - short) * (chunks - shortStream)) / (longStream - shortStream)
}

function each(
  rounds: readonly Load[][],
  lane: LaneName,
  chunks: number,
  figure: (load: Load) => number,
): number[] {
  return rounds.map((loads) => {
    const found = loads.find((load) => load.lane === lane && load.chunks === chunks)
    return found === undefined ? Number.NaN : figure(found)
  })
}
