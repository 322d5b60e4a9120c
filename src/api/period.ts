import { dayOf, type Days } from '../ledger/reader.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { wrong } from './parameters.ts'

const dayMs = 86_400_000
/** As many days as are asked for where nobody says. */
export const usualDays = 30
const mostDays = 400

/** The days from `from` to `to`, both included, in UTC; without them the 30 days up to today. */
export function readDays(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  now: number,
): Result<Days> {
  const last = to ?? dayOf(now)
  if (!isDay(last)) return notADay('to')
  const first = from ?? dayOf(Date.parse(last) - (usualDays - 1) * dayMs)
  if (!isDay(first)) return notADay('from')
  if (first > last) return wrong('from', 'must not be later than `to`')
  if (Date.parse(last) - Date.parse(first) >= mostDays * dayMs) {
    return wrong('from', `must be within ${mostDays} days of \`to\``)
  }
  return accept({ from: first, to: last })
}

function notADay(name: string): ReturnType<typeof wrong> {
  return wrong(name, 'must be a day that exists, in UTC, as "2027-06-30"')
}

/** `Date.parse` takes the 31st of June for the 1st of July. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const ms = Date.parse(text)
  return !Number.isNaN(ms) && dayOf(ms) === text
}
