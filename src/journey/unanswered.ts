import type { Answering } from './attempt.ts'
import type { Told } from './final-row.ts'
import { respond } from '../refusal/respond.ts'
import type { Ending } from '../tap/ending.ts'
import { nothingKept } from '../tap/keep.ts'
import type { Sent } from '../upstream/send.ts'
import { nothingRead } from '../usage/usage.ts'

/** An answer on its way to the client. `ended` never rejects. */
export interface Handed {
  response: Response
  ended: Promise<Told>
}

/** The ending of what nobody heard the end of. */
export const brokenOff: Ending = { how: 'broken', whole: false, kept: nothingKept }

/** No answer to hand over: the reason is said, if anybody is left to hear it. */
export function unanswered(
  sent: Exclude<Sent, { how: 'answered' }>,
  { method, id }: { method: string; id: string },
  { route, told }: Answering,
  timing: string,
): Handed {
  if (sent.how === 'client_gone') {
    // 499 is what proxies write down for a client that closed its request; nobody reads it.
    const ending: Ending = { ...brokenOff, how: 'client_gone' }
    return {
      response: new Response(null, { status: 499 }),
      ended: Promise.resolve({ ending, reading: nothingRead }),
    }
  }
  const response = respond(sent.refused.refusal, route.door.dialect, id, method)
  for (const [name, value] of [...told, ['server-timing', timing] as const]) response.headers.set(name, value)
  return { response, ended: Promise.resolve({ ending: brokenOff, reading: nothingRead }) }
}
