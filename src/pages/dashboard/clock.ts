import { dayOf } from './days.ts'

/** Tollgate's clock: a reader's own may be wrong. */
export interface Clock {
  /** Epoch ms. */
  now(): number
  /** By how much the reader's clock is behind, in ms. */
  behind(): number
  /** What an answer told: the moment it was served at in epoch ms, where it said so, and the day in UTC that it took for today. */
  learn(servedAt: number | null, today: string | null): void
}

/** `local` is the reader's own clock, in epoch ms. */
export function createClock(local: () => number): Clock {
  let behind = 0
  const now = (): number => local() + behind
  return {
    now,
    behind: () => behind,
    learn(servedAt, today) {
      if (servedAt !== null) behind = servedAt - local()
      // All that is known then is the day: its noon is wrong by half of one at most.
      else if (today !== null && today !== dayOf(now())) behind = Date.parse(`${today}T12:00:00Z`) - local()
    },
  }
}

const tolerableMs = 300_000

/** What to tell a reader whose clock is wrong; null for any other. */
export function clockNote(behindMs: number): string | null {
  if (Math.abs(behindMs) < tolerableMs) return null
  const minutes = Math.round(Math.abs(behindMs) / 60_000)
  const far =
    minutes < 120
      ? `${minutes} minutes`
      : minutes < 2_880
        ? `${Math.round(minutes / 60)} hours`
        : `${Math.round(minutes / 1_440)} days`
  return `The clock of this device is about ${far} ${behindMs > 0 ? 'slow' : 'fast'}. Days and times here are Tollgate’s.`
}
