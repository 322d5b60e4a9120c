import { type Admission as Admitted, admit, type AdmissionPorts, readmit } from '../admission/admit.ts'
import { type Attempt, targetOf } from './attempt.ts'
import type { RequestBody } from '../body/read.ts'
import type { Admission } from '../keys/store.ts'
import { openingRow } from '../ledger/entry.ts'
import type { Charge } from '../meter/charge.ts'
import type { Terms } from '../meter/terms.ts'
import type { Ports } from '../ports.ts'
import { asksJob, jobIn } from './job-asked.ts'
import { headerText } from '../refusal/client-text.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { rewrite } from '../rewrite/rewrite.ts'
import type { Route } from '../route/route.ts'
import { type Spoken, spoken } from './spoken.ts'
import { firstByteLimitMs } from '../upstream/send.ts'
import { usageDialectOf } from './usage-dialect.ts'

/** A request that has been let in by its key, and knows where it may go. */
export interface Sources extends Pick<Admission, 'caller' | 'config'> {
  request: Request
  id: string
  /** Epoch milliseconds. */
  at: number
  /** As sent, without `?`. */
  query: string
  body: RequestBody
  /** In the order in which they are tried. */
  routes: readonly Route[]
  /** What its key is held to; null for one without limits. */
  terms: Terms | null
}

export type AttemptPorts = AdmissionPorts & Pick<Ports, 'settings' | 'learned'>

/** What came before an attempt. */
export interface Turn {
  before: Attempt | null
  givenUp: Charge
  /** The same target once more: what was held for it, is. */
  repeats: boolean
}

/** One way up, ready to go, with what is held for it; or why it may not. */
export async function makeAttempt(
  route: Route,
  sources: Sources,
  ports: AttemptPorts,
  turn: Turn,
): Promise<Result<Attempt>> {
  const { request, id, query, caller, config } = sources
  const said = spoken(route, sources.body, config)
  if (!said.ok) return said
  const { body, wayBack, told, limitIsOurs } = said.value
  const asksUsage = !turn.repeats && !ports.learned.declinesUsage(targetOf(route))
  const means = { ...ports, caller, config, requestId: id, route, body, query, asksUsage }
  const plain = await rewrite(request, means)
  if (!plain.ok) return plain
  const admitted = await admission(route, { body, limitIsOurs }, plain.value, sources, ports, turn)
  if (!admitted.ok) return admitted
  const { changes = [], told: limits = [], held = null } = admitted.value ?? {}
  const rewritten = changes.length === 0 ? plain : await rewrite(request, { ...means, changes })
  if (!rewritten.ok) return rewritten
  const { streams, usageChunk } = rewritten.value
  // Its body is made now, and once: it may have 48 MB.
  const outgoing = { ...rewritten.value.outgoing }
  const dialect = usageDialectOf(route)
  const { value = {}, elision } = body.json ?? {}
  const asksAfter = jobIn(route, value)
  return accept({
    outgoing,
    timeoutMs: route.options?.timeoutMs ?? (sources.routes.length > 1 ? firstByteLimitMs : null),
    answering: {
      route,
      streams,
      usageChunk,
      asked: body.json === null ? undefined : dialect.request?.(value, elision?.missingIn),
      asksJob: asksJob(route, value),
      ...(asksAfter !== null && { asksAfter }),
      summands: body.json === null ? undefined : dialect.summands?.(value),
      wayBack,
      held,
      changes,
      told: [...told, ...limits, ...targetTold(route)],
    },
  })
}

/** Null for a key without limits. */
async function admission(
  route: Route,
  { body, limitIsOurs }: Pick<Spoken, 'body' | 'limitIsOurs'>,
  { outgoing, streams }: Pick<Attempt, 'outgoing'> & { streams: boolean },
  { request, id, at, caller, config, terms }: Sources,
  ports: AttemptPorts,
  { before, givenUp, repeats }: Turn,
): Promise<Result<Admitted | null>> {
  if (terms === null) return accept(null)
  const previous = before?.answering.held ?? null
  if (repeats && before && previous) {
    const { changes, told } = before.answering
    return accept({ held: previous, changes, told })
  }
  const { method, headers } = request
  const asked = {
    route,
    method,
    headers,
    json: body.json,
    limitIsOurs,
    ...(body.form && { form: body.form }),
  }
  const opening = openingRow({ id, at, caller, route, streams })
  const asking = { asked, outgoing, opening, caller, terms, config }
  return previous === null ? admit(asking, ports) : readmit(asking, givenUp, ports)
}

/** On a neutral door the client has not chosen the provider. */
function targetTold(route: Route): [name: string, value: string][] {
  return route.door.name === 'provider' ? [] : [['tollgate-target', headerText(targetOf(route))]]
}
