import type { LaneName } from './lanes.ts'

/** How much is measured. What is 0 is left out. */
export interface Plan {
  rounds: number
  /** The lanes on which streams are measured. */
  lanes: readonly LaneName[]
  /** Streams of 2,000 chunks in a load, and of 200. */
  longStreams: number
  shortStreams: number
  /** Requests of a load that are no streams. */
  wholes: number
  /** Requests asked one at a time, of each lane. */
  singles: number
  /** Chunks whose delay is taken, of each lane and round. */
  dated: number
  /** Streams that are open at once while memory is watched. */
  crowd: number
}

/** About four minutes on two cores. */
export const fullPlan: Plan = {
  rounds: 3,
  lanes: ['bare', 'quiet', 'hidden', 'messages', 'translated', 'transform'],
  longStreams: 12,
  shortStreams: 40,
  wholes: 400,
  singles: 400,
  dated: 200,
  crowd: 200,
}

/** About a minute: rougher, with no short streams and no crowd. */
export const quickPlan: Plan = {
  rounds: 3,
  lanes: ['bare', 'quiet', 'hidden', 'translated', 'transform'],
  longStreams: 6,
  shortStreams: 0,
  wholes: 200,
  singles: 150,
  dated: 60,
  crowd: 0,
}
