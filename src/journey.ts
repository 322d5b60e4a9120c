import type { Route } from './route/route.ts'
import { answer } from './tap/answer.ts'
import type { Ending } from './tap/ending.ts'
import { type HandOver, travel, type Traveller, type TravelPorts } from './travel.ts'
import { consumption, readsBody } from './usage/consumption.ts'
import type { UsageDialect } from './usage/dialect.ts'
import { usageDialects } from './usage/dialects/index.ts'
import { nothingRead, type Reading, type Usage } from './usage/usage.ts'

/** upstream → tap → usage → ledger, for a request that is answered once. */
export function journey(traveller: Traveller, ports: TravelPorts): Promise<Response> {
  return travel(traveller, ports, tapping(traveller, ports))
}

/** The way over the tap. What it gives back does not hold the traveller, whose body would stay in memory. */
function tapping({ caller, route, json, usageChunk }: Traveller, { settings }: TravelPorts): HandOver {
  const dialect = usageDialectOf(route)
  const asked = json === null ? undefined : dialect.request?.(json.value)
  const hides = (caller.usageChunk ?? settings.usageChunk) === 'hide'
  const how = {
    metered: readsBody(dialect),
    hidesUsageChunk: usageChunk === 'unwanted' || (usageChunk === 'ours' && hides),
  }
  return async (upstream, surroundings) => {
    const { response, ended } = await answer(upstream, { ...surroundings, ...how })
    const told = (ending: Ending) => ({ ending, reading: readingOf(upstream, ending, dialect, asked) })
    return { response, ended: ended.then(told) }
  }
}

/** Where the answer of this route states what it consumed. */
function usageDialectOf({ endpoint, root }: Route): UsageDialect {
  const name = endpoint?.usage ?? 'none'
  return usageDialects[root?.usage?.[name] ?? name]
}

function readingOf(
  { status, headers }: Response,
  ending: Ending,
  dialect: UsageDialect,
  asked: Usage | undefined,
): Reading {
  if (status >= 400) return nothingRead
  return consumption(dialect, {
    asked,
    headers,
    answer: { contentType: headers.get('content-type'), ...ending.kept },
  })
}
