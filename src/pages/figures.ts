const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 2 })
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })
const cents = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' })
const parts = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  maximumSignificantDigits: 3,
  minimumFractionDigits: 2,
})
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })

/** A count, or a dash for what is not known. */
export function countText(count: number | null): string {
  return count === null ? '–' : whole.format(count)
}

/** A count in the space of an axis: `12K`. */
export function shortText(count: number): string {
  return short.format(count)
}

/** An amount in USD; below a cent as many digits as it takes. */
export function usdText(usd: number): string {
  return usd === 0 || Math.abs(usd) >= 0.01 ? cents.format(usd) : parts.format(usd)
}

/** A cost in nano-USD. Null is a model without a price, and never nothing. */
export function costText(nano: number | null): string {
  return nano === null ? 'no price' : usdText(nano / 1e9)
}

/** A duration in milliseconds, or a dash. */
export function durationText(ms: number | null): string {
  if (ms === null) return '–'
  return ms < 1_000 ? `${whole.format(ms)} ms` : `${whole.format(ms / 1_000)} s`
}

/** A moment in epoch ms, where the reader is. */
export function timeText(ms: number): string {
  return moment.format(ms)
}

/** A moment in epoch ms at which something turns for everybody, in UTC. */
export function turnText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** How far off a moment is: `in 3 hours`. Both in epoch ms. */
export function untilText(ms: number, now: number): string {
  const minutes = Math.max(1, Math.round((ms - now) / 60_000))
  if (minutes < 120) return `in ${minutes} min`
  const hours = Math.round(minutes / 60)
  return hours < 72 ? `in ${hours} hours` : `in ${Math.round(hours / 24)} days`
}
