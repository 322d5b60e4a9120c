import type { Period } from './terms.ts'

/** UTC days since 1970-01-01, both within the window; `resetsAt` is epoch ms. */
export interface Window {
  first: number
  last: number
  resetsAt: number
}

export const dayMs = 86_400_000

export function dayOf(at: number): number {
  return Math.floor(at / dayMs)
}

/** The window that a moment lies in. Null is all of time. */
export function windowAt(per: Period, at: number): Window | null {
  const day = dayOf(at)
  if (per === 'total') return null
  if (per === 'day') return windowOf(day, day + 1)
  if (per === 'week') {
    // 1970-01-01 was a Thursday.
    const monday = day - ((((day + 3) % 7) + 7) % 7)
    return windowOf(monday, monday + 7)
  }
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  return windowOf(dayOf(Date.UTC(year, month)), dayOf(Date.UTC(year, month + 1)))
}

function windowOf(first: number, end: number): Window {
  return { first, last: end - 1, resetsAt: end * dayMs }
}
