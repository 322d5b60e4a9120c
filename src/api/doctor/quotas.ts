import type { LedgerInspection } from '../../ledger/inspection.ts'
import type { Finding } from './finding.ts'

const megabyte = 1_000_000
/** From which share of a limit on it is told. */
const share = 0.8

/** D1's databases: https://developers.cloudflare.com/d1/platform/limits/ */
const sizes = [
  { plan: 'free', bytes: 500 * megabyte },
  { plan: 'paid', bytes: 10_000 * megabyte },
] as const

/**
 * The free plan's quotas a day, by what one request takes of them at least: its rows of the Meter and in D1, and its
 * call of the Worker. https://developers.cloudflare.com/durable-objects/platform/pricing/
 */
const quotas = [
  { of: 'rows written by the Meters', most: 100_000, aRequest: 3 },
  { of: 'rows written by D1', most: 100_000, aRequest: 2 },
  { of: 'requests to the Worker', most: 100_000, aRequest: 1 },
] as const

/**
 * What is nearly used up. Which plan it is nobody tells: what is beyond the free plan's limit is on the paid one. The
 * figures of a day are an estimate from its requests.
 */
export function examineQuotas({ bytes, requestsToday }: LedgerInspection): Finding[] {
  const size = sizes.find((limit) => bytes < limit.bytes) ?? sizes[1]
  const full = bytes >= size.bytes * share ? [nearlyFull(bytes, size)] : []
  // The first quota that is reached stops the others.
  const quota = quotas.find(({ most, aRequest }) => isNear(requestsToday * aRequest, most))
  return quota === undefined ? full : [...full, nearlyUsed(requestsToday, quota)]
}

/** Some requests are still answered after the end of a quota. */
function isNear(used: number, most: number): boolean {
  return used >= most * share && used <= most * 1.2
}

function nearlyFull(bytes: number, size: (typeof sizes)[number]): Finding {
  return {
    level: 'warning',
    what: `The database has ${Math.round(bytes / megabyte)} of the ${size.bytes / megabyte} MB of the ${size.plan} plan.`,
    fix: 'Lower RETENTION_DAYS: the daily sums stay.',
  }
}

function nearlyUsed(requests: number, { of, most, aRequest }: (typeof quotas)[number]): Finding {
  return {
    level: 'warning',
    what: `Today's ${requests} requests took about ${requests * aRequest} of the free plan's ${most} ${of} a day.`,
    fix: 'Change to the paid plan, unless it is that already.',
  }
}
