import type { UsageRow } from '../ask.ts'

const dayMs = 86_400_000
const label = new Intl.DateTimeFormat('en', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** The day in UTC of a moment in epoch ms, as `YYYY-MM-DD`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}

/** The day so many days before another. */
export function dayBefore(day: string, days: number): string {
  return dayOf(Date.parse(day) - days * dayMs)
}

/** Every day of a period, both ends included, with its sums: null where nothing happened. */
export function everyDay(
  from: string,
  to: string,
  rows: readonly UsageRow[],
): { day: string; row: UsageRow | null }[] {
  const byDay = new Map(rows.map((row) => [row.day, row]))
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1
  return Array.from({ length: count }, (_, index) => {
    const day = dayBefore(from, -index)
    return { day, row: byDay.get(day) ?? null }
  })
}

/** `Nov 3`. */
export function dayText(day: string): string {
  return label.format(Date.parse(day))
}
