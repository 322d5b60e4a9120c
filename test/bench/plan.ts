import type { LaneName } from './lanes.ts'

/** A load on one lane: so many requests, each answered with a stream of so many chunks; 0 where the answer is no stream. */
export interface Ask {
  lane: LaneName
  chunks: number
  requests: number
}

/** How much is measured. What is 0 or empty is left out. */
export interface Plan {
  rounds: number
  /** The loads of each round, in their order. */
  asks: readonly Ask[]
  /** Requests asked one at a time, of each lane. */
  singles: number
  /** Chunks whose delay is taken, of each lane and round. */
  dated: number
  /** Streams that are open at once while memory is watched. */
  crowd: number
  /** Processes started anew, of each Worker. */
  starts: number
}

export const longStream = 2000
export const shortStream = 200

const asksOf = (lanes: readonly LaneName[], requests: number, chunks = 0): Ask[] =>
  lanes.map((lane) => ({ lane, chunks, requests }))

const streams = ['bare', 'quiet', 'hidden', 'messages', 'translated', 'transform'] as const
const wholes = ['bare whole', 'whole', 'whole limited', 'whole many', 'peer whole'] as const

/** About seven minutes on two cores. */
export const fullPlan: Plan = {
  rounds: 3,
  asks: [
    ...asksOf([...streams, 'peer', 'peer translated'], 12, longStream),
    ...asksOf([...streams, 'peer'], 40, shortStream),
    ...asksOf(wholes, 500),
    ...asksOf(['bare 200 KB', '200 KB', 'peer 200 KB'], 200),
    ...asksOf(['bare 2 MB', '2 MB', 'peer 2 MB'], 40),
  ],
  singles: 400,
  dated: 200,
  crowd: 200,
  starts: 7,
}

/** A little over a minute: rougher, with no short streams and no crowd. */
export const quickPlan: Plan = {
  rounds: 2,
  asks: [
    ...asksOf(['bare', 'quiet', 'hidden', 'translated', 'peer'], 6, longStream),
    ...asksOf(wholes, 500),
    ...asksOf(['bare 200 KB', '200 KB'], 100),
    ...asksOf(['bare 2 MB', '2 MB'], 20),
  ],
  singles: 150,
  dated: 60,
  crowd: 0,
  starts: 2,
}

/** The same without the loads on a peer that is not there. */
export function withoutPeer(plan: Plan): Plan {
  return { ...plan, asks: plan.asks.filter(({ lane }) => !lane.startsWith('peer')) }
}
