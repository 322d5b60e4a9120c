import { type Answering, type Attempt, unsettledOf } from './attempt.ts'
import type { Caller } from '../keys/check.ts'
import { keyFollowsRedirects } from '../keys/credential.ts'
import type { Config } from '../keys/config.ts'
import { finalRow, type Told } from './final-row.ts'
import { noteJob } from './job-end.ts'
import { openingRow } from '../ledger/entry.ts'
import { meterNameOf } from '../meter/name.ts'
import type { Ports } from '../ports.ts'
import { serverTiming } from '../server-timing.ts'
import { providerKeyName } from '../settings.ts'
import type { AnswerContext } from '../tap/answer.ts'
import { relinkingOf } from './relinking.ts'
import { brokenOff, type Handed, unanswered } from './unanswered.ts'
import { type Departure, watchDeparture } from '../upstream/departure.ts'
import { type Next, takeTurns } from '../upstream/turns.ts'
import { nothingRead } from '../usage/usage.ts'

/** A request that is ready to go upstream. */
export interface Traveller {
  request: Request
  id: string
  /** Epoch milliseconds. */
  at: number
  /** When its key was known, epoch milliseconds. */
  knownAt: number
  caller: Caller
  config: Config
  first: Attempt
  /** Where it goes when an attempt came to nothing. */
  next: Next<Attempt>
}

export type TravelPorts = Pick<Ports, 'settings' | 'gateway' | 'fetch' | 'meter' | 'now' | 'later'>

/** What is known of an answer before anybody looks into it. */
export type Surroundings = Omit<AnswerContext, 'metered' | 'ear' | 'hidesUsageChunk' | 'interpreter'>

/** Hands the upstream's answer to the client. */
export type HandOver = (upstream: Response, surroundings: Surroundings, of: Answering) => Promise<Handed>

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
  const { caller, request, at, knownAt, first } = traveller
  const opening = openingRow({ ...traveller, ...first.answering })
  const { prices } = traveller.config
  const meter = ports.meter(meterNameOf(caller))
  const beat = setInterval(() => ports.later(meter.beat(opening)), beatMs)

  const departure = watchDeparture(request.signal, caller.onDisconnect)
  const sentAt = ports.now()
  const { held } = first.answering
  // Nobody waits for the row of a key without limits; the others have theirs.
  const started = (): void => {
    if (held === null) ports.later(meter.open(opening, caller.label, null, ports.later))
  }
  const taken = await takeTurns(first, traveller.next, { ...ports, departure, started }).catch(
    (bug: unknown) => {
      clearInterval(beat)
      throw bug
    },
  )
  const { sent } = taken
  const { answering } = taken.turn
  const givenUp = unsettledOf(taken.unsettled)
  const begun = {
    opening,
    answering,
    sent,
    prices,
    method: request.method,
    answeredAt: ports.now(),
    attempts: taken.attempts,
    charged: taken.charged,
    unsettledNano: givenUp.nano,
  }
  const close = async (told: Told): Promise<void> => {
    clearInterval(beat)
    const row = finalRow(begun, told, ports.now())
    const { sighting = null } = told
    // What was held for attempts that were given up is spent: it cannot wait for the end of a job.
    if (sighting?.how === 'begun' && begun.unsettledNano === 0) {
      const reserved = answering.held?.reservedNano ?? 0
      return meter.defer(row, caller.label, sighting.job, reserved, givenUp.tokens)
    }
    await meter.close(row, caller.label, givenUp.tokens)
    if (sighting !== null) await noteJob(sighting, caller.id, meter, prices)
  }
  try {
    const timing = serverTiming({
      key: knownAt - at,
      admission: sentAt - knownAt,
      upstream: begun.answeredAt - sentAt,
    })
    const { response, ended } =
      sent.how === 'answered'
        ? await handOver(
            sent.response,
            surroundingsOf(traveller, answering, departure, timing, ports),
            answering,
          )
        : unanswered(sent, { id: traveller.id, method: request.method }, answering, timing)
    ports.later(ended.then(close))
    return response
  } catch (bug) {
    departure.cancelUpstream()
    ports.later(close({ ending: brokenOff, reading: nothingRead }))
    throw bug
  }
}

function surroundingsOf(
  { request, id }: Traveller,
  { route, told }: Answering,
  departure: Departure,
  timing: string,
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
    keyFollows: keyFollowsRedirects(request.headers),
    serverTiming: timing,
    relinking: relinkingOf(route, request.url),
    more: told,
  }
}
