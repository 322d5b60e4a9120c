import type { Answering } from './attempt.ts'
import type { Told } from './final-row.ts'
import { gathererOfJob, sightingOf, tellsOfJob } from './job-sighting.ts'
import { answer } from '../tap/answer.ts'
import type { Ending } from '../tap/ending.ts'
import { type HandOver, travel, type Traveller, type TravelPorts } from './travel.ts'
import { consumption, readsBody } from '../usage/consumption.ts'
import type { UsageDialect } from '../usage/dialect.ts'
import { nothingRead, type Reading } from '../usage/usage.ts'
import { usageDialectOf } from './usage-dialect.ts'

/** upstream → tap → usage → ledger, for a request that is answered once. */
export function journey(traveller: Traveller, ports: TravelPorts): Promise<Response> {
  return travel(traveller, ports, tapping(traveller, ports))
}

/** The way over the tap. What it gives back does not hold the traveller, whose body would stay in memory. */
function tapping({ caller, at }: Traveller, { settings }: TravelPorts): HandOver {
  const hides = (caller.usageChunk ?? settings.usageChunk) === 'hide'
  return async (upstream, surroundings, of) => {
    const dialect = usageDialectOf(of.route)
    const { requestId } = surroundings
    const ear = gathererOfJob(of, upstream)
    const how = {
      ear,
      metered: readsBody(dialect) || tellsOfJob(of, upstream),
      hidesUsageChunk: of.usageChunk === 'unwanted' || (of.usageChunk === 'ours' && hides),
      interpreter: of.wayBack && of.wayBack({ requestId, at, showsUsage: !hides, usage: dialect }),
    }
    const { response, ended } = await answer(upstream, { ...surroundings, ...how })
    const told = (ending: Ending): Told => {
      // What it repeats was consumed by the request that it asks after.
      const reading = of.asksAfter === undefined ? readingOf(upstream, ending, dialect, of) : nothingToPay
      const heard = { ending, reading, gathered: ear?.reading() ?? null }
      return { ending, reading, sighting: sightingOf(of, surroundings.method, upstream, heard) }
    }
    return { response, ended: ended.then(told) }
  }
}

function readingOf(
  { status, headers }: Response,
  ending: Ending,
  dialect: UsageDialect,
  { asked, summands }: Answering,
): Reading {
  if (status >= 400) return nothingRead
  return consumption(dialect, {
    asked,
    summands,
    headers,
    answer: { contentType: headers.get('content-type'), ...ending.kept },
  })
}

const nothingToPay: Reading = { ...nothingRead, final: true }
