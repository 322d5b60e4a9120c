import type { JsonBody } from './body/json.ts'
import type { Caller } from './keys/check.ts'
import { closedRow, openingRow } from './ledger/entry.ts'
import type { Ports } from './ports.ts'
import { quote } from './refusal/client-text.ts'
import { respond } from './refusal/respond.ts'
import type { Rewritten } from './rewrite/rewrite.ts'
import type { Route } from './route/route.ts'
import { providerKeyName } from './settings.ts'
import type { AnswerContext } from './tap/answer.ts'
import type { Ending } from './tap/ending.ts'
import { nothingKept } from './tap/keep.ts'
import { type Departure, watchDeparture } from './upstream/departure.ts'
import { type Sent, send } from './upstream/send.ts'
import { nothingRead, type Reading } from './usage/usage.ts'

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

export type TravelPorts = Pick<Ports, 'settings' | 'gateway' | 'fetch' | 'meter' | 'now' | 'later'>

/** How an exchange ended, and what it consumed. */
export interface Told {
  ending: Ending
  reading: Reading
  /** The model asked for, where only the exchange told. */
  model?: string | null
}

/** An answer on its way to the client. `ended` never rejects. */
export interface Handed {
  response: Response
  ended: Promise<Told>
}

/** What is known of an answer before anybody looks into it. */
export type Surroundings = Omit<AnswerContext, 'metered' | 'hidesUsageChunk'>

/** Hands the upstream's answer to the client. */
export type HandOver = (upstream: Response, surroundings: Surroundings) => Promise<Handed>

/** How often a living request says so; the Meter gives it up after three silences. */
const beatMs = 5 * 60_000

/**
 * upstream → ledger, whatever lies between. From here on the request has a row: opened beside the fetch, and closed by
 * whatever ends the answer, long after the response has been handed over.
 */
export async function travel(
  traveller: Traveller,
  ports: TravelPorts,
  handOver: HandOver,
): Promise<Response> {
  // No closure below may hold the traveller: its body would stay in memory as long as the stream lasts.
  const { caller, request, at, route } = traveller
  const opening = openingRow(traveller)
  const meter = ports.meter(caller.id)
  const beat = setInterval(() => ports.later(meter.beat(opening)), beatMs)

  const departure = watchDeparture(request.signal, caller.onDisconnect)
  const sentAt = ports.now()
  const sending = send(traveller.outgoing, departure, ports.fetch)
  // Beside the fetch, and after it is on its way: nobody waits for the row.
  ports.later(meter.open(opening, caller.label))
  const sent = await sending
  const firstByteAt = ports.now()
  const close = ({ ending, reading, model }: Told): Promise<void> => {
    clearInterval(beat)
    const charge = sent.how === 'answered' && sent.response.ok ? route.charge : null
    const asked = model === undefined || model === null ? opening.model : quote(model)
    const row = closedRow(
      { ...opening, model: asked },
      {
        now: ports.now(),
        ending,
        reading: withUnit(reading, charge),
        chargedNanoUsd: charge?.nanoUsd ?? null,
        answer: sent.how === 'answered' ? { response: sent.response, ttfbMs: firstByteAt - at } : null,
      },
    )
    return meter.close(row, caller.label)
  }
  try {
    const serverTiming = `key;dur=${sentAt - at}, upstream;dur=${firstByteAt - sentAt}`
    const { response, ended } =
      sent.how === 'answered'
        ? await handOver(sent.response, surroundingsOf(traveller, departure, serverTiming, ports))
        : unanswered(sent, traveller)
    ports.later(ended.then(close))
    return response
  } catch (bug) {
    departure.cancelUpstream()
    ports.later(close({ ending: brokenOff, reading: nothingRead }))
    throw bug
  }
}

const brokenOff: Ending = { how: 'broken', whole: false, kept: nothingKept }

function surroundingsOf(
  { request, id, route }: Traveller,
  departure: Departure,
  serverTiming: string,
  { gateway }: TravelPorts,
): Surroundings {
  return {
    gatewayPlace: `${gateway.url}/${gateway.account}/${gateway.gateway}/`,
    method: request.method,
    dialect: route.door.dialect,
    neutral: route.door.name !== 'provider',
    provider: route.provider.slug,
    secretName: providerKeyName(route.provider.slug),
    requestId: id,
    departure,
    serverTiming,
  }
}

/** No answer to hand over: the reason is said, if anybody is left to hear it. */
function unanswered(sent: Exclude<Sent, { how: 'answered' }>, { request, id, route }: Traveller): Handed {
  if (sent.how === 'client_gone') {
    // 499 is what proxies write down for a client that closed its request; nobody reads it.
    const ending: Ending = { ...brokenOff, how: 'client_gone' }
    return {
      response: new Response(null, { status: 499 }),
      ended: Promise.resolve({ ending, reading: nothingRead }),
    }
  }
  const response = respond(sent.refused.refusal, route.door.dialect, id, request.method)
  return { response, ended: Promise.resolve({ ending: brokenOff, reading: nothingRead }) }
}

/** One unit of what the operator charges for, whatever the answer says. */
function withUnit(reading: Reading, charge: Route['charge']): Reading {
  if (charge === null || charge.unit === null) return reading
  const final = reading.final || reading.usage === undefined
  return { ...reading, final, usage: { ...reading.usage, units: 1, unit: charge.unit } }
}
