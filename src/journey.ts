import type { JsonBody } from './body/json.ts'
import type { Caller } from './keys/check.ts'
import { closedRow, openingRow } from './ledger/entry.ts'
import type { Ports } from './ports.ts'
import { respond } from './refusal/respond.ts'
import type { Rewritten } from './rewrite/rewrite.ts'
import type { Route } from './route/route.ts'
import { providerKeyName } from './settings.ts'
import { type Answer, answer } from './tap/answer.ts'
import type { Ending } from './tap/ending.ts'
import { nothingKept } from './tap/keep.ts'
import { type Departure, watchDeparture } from './upstream/departure.ts'
import { type Sent, send } from './upstream/send.ts'
import { usageDialects } from './usage/dialects/index.ts'
import { consumption, readsBody } from './usage/consumption.ts'
import type { UsageDialect } from './usage/dialect.ts'
import { nothingRead, type Reading, type Usage } from './usage/usage.ts'

/** A request that is ready to go upstream. */
export interface Traveller extends Rewritten {
  request: Request
  id: string
  /** Epoch milliseconds. */
  at: number
  caller: Caller
  route: Route
  /** The client's body, where it was read. */
  json: JsonBody | null
}

type JourneyPorts = Pick<Ports, 'settings' | 'fetch' | 'meter' | 'now' | 'later'>

/** How often a living request says so; the Meter gives it up after three silences. */
const beatMs = 5 * 60_000

/**
 * upstream → tap → usage → ledger. From here on the request has a row: opened beside the fetch, and closed by whatever
 * ends the answer, long after the response has been handed over.
 */
export async function journey(traveller: Traveller, ports: JourneyPorts): Promise<Response> {
  // No closure below may hold the traveller: its body would stay in memory as long as the stream lasts.
  const { caller, request, at, route, json } = traveller
  const dialect = usageDialectOf(route)
  const asked = json === null ? undefined : dialect.request?.(json.value)
  const opening = openingRow(traveller)
  const meter = ports.meter(caller.id)
  ports.later(meter.open(opening, caller.label))
  const beat = setInterval(() => ports.later(meter.beat(opening)), beatMs)

  const departure = watchDeparture(request.signal, caller.onDisconnect)
  const sentAt = ports.now()
  const sent = await send(traveller.outgoing, departure, ports.fetch)
  const firstByteAt = ports.now()
  const close = (ending: Ending): Promise<void> => {
    clearInterval(beat)
    const row = closedRow(opening, {
      now: ports.now(),
      ending,
      reading: readingOf(sent, ending, dialect, asked),
      answer: sent.how === 'answered' ? { response: sent.response, ttfbMs: firstByteAt - at } : null,
    })
    return meter.close(row, caller.label)
  }
  try {
    const serverTiming = `key;dur=${sentAt - at}, upstream;dur=${firstByteAt - sentAt}`
    const { response, ended } =
      sent.how === 'answered'
        ? await answer(sent.response, contextOf(traveller, departure, serverTiming, ports))
        : unanswered(sent, traveller)
    ports.later(ended.then(close))
    return response
  } catch (bug) {
    departure.cancelUpstream()
    ports.later(close(brokenOff))
    throw bug
  }
}

const brokenOff: Ending = { how: 'broken', whole: false, kept: nothingKept }

function contextOf(
  { request, id, caller, route, usageChunk }: Traveller,
  departure: Departure,
  serverTiming: string,
  { settings }: JourneyPorts,
): Parameters<typeof answer>[1] {
  const hides = (caller.usageChunk ?? settings.usageChunk) === 'hide'
  return {
    method: request.method,
    dialect: route.door.dialect,
    neutral: route.door.name !== 'provider',
    provider: route.provider.slug,
    secretName: providerKeyName(route.provider.slug),
    requestId: id,
    departure,
    metered: readsBody(usageDialectOf(route)),
    hidesUsageChunk: usageChunk === 'unwanted' || (usageChunk === 'ours' && hides),
    serverTiming,
  }
}

/** No answer to hand over: the reason is said, if anybody is left to hear it. */
function unanswered(sent: Exclude<Sent, { how: 'answered' }>, { request, id, route }: Traveller): Answer {
  if (sent.how === 'client_gone') {
    // 499 is what proxies write down for a client that closed its request; nobody reads it.
    const ended = Promise.resolve<Ending>({ ...brokenOff, how: 'client_gone' })
    return { response: new Response(null, { status: 499 }), ended }
  }
  const response = respond(sent.refused.refusal, route.door.dialect, id, request.method)
  return { response, ended: Promise.resolve(brokenOff) }
}

/** Where the answer of this route states what it consumed. */
function usageDialectOf({ endpoint, root }: Route): UsageDialect {
  const name = endpoint?.usage ?? 'none'
  return usageDialects[root?.usage?.[name] ?? name]
}

function readingOf(sent: Sent, ending: Ending, dialect: UsageDialect, asked: Usage | undefined): Reading {
  if (sent.how !== 'answered' || sent.response.status >= 400) return nothingRead
  const { headers } = sent.response
  const answer = { contentType: headers.get('content-type'), ...ending.kept }
  return consumption(dialect, { asked, headers, answer })
}
