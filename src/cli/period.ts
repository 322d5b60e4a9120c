/** Days in UTC as `2027-06-30`, both included. */
export interface Period {
  from: string
  to: string
}

const dayMs = 86_400_000

/**
 * Reads `--since` (`7d`: today and the six days before; or a day) and `--until` (a day; today if not given). Everything
 * is in UTC, as the ledger is.
 */
export function readPeriod(
  since: string,
  until: string | undefined,
  now: number,
): { ok: true; period: Period } | { ok: false; message: string } {
  const to = until ?? dayOf(now)
  if (!isDay(to)) return { ok: false, message: notADay('--until') }
  const days = /^([1-9]\d{0,3})d$/.exec(since)?.[1]
  const from = days === undefined ? since : dayOf(Date.parse(to) - (Number(days) - 1) * dayMs)
  if (!isDay(from)) return { ok: false, message: `${notADay('--since')}, or a number of days, as 7d` }
  if (from > to) return { ok: false, message: '--since must not be later than --until' }
  return { ok: true, period: { from, to } }
}

/** Every day of a period. */
export function daysOf({ from, to }: Period): string[] {
  const days: string[] = []
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += dayMs) days.push(dayOf(ms))
  return days
}

/** The first moment after a period, in epoch ms. */
export function endOf({ to }: Period): number {
  return Date.parse(to) + dayMs
}

export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** `Date.parse` takes the 31st of June for the 1st of July. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && dayOf(ms) === text
}

function notADay(flag: string): string {
  return `${flag} must be a day that exists, in UTC, as 2027-06-30`
}
