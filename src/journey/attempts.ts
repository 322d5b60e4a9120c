import { type Admission as Admitted, admit, type AdmissionPorts, readmit } from '../admission/admit.ts'
import { type Attempt, targetOf, unsettledNanoOf } from './attempt.ts'
import type { RequestBody } from '../body/read.ts'
import type { Admission } from '../keys/store.ts'
import { openingRow } from '../ledger/entry.ts'
import type { Terms } from '../meter/terms.ts'
import type { Ports } from '../ports.ts'
import { asksJob, jobIn } from './job-asked.ts'
import { headerText } from '../refusal/client-text.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { rewrite } from '../rewrite/rewrite.ts'
import type { Route } from '../route/route.ts'
import { type Spoken, spoken } from './spoken.ts'
import { mayHelp, mayNameUsage, declinesUsage } from '../upstream/retry.ts'
import { firstByteLimitMs, type Sent } from '../upstream/send.ts'
import type { Next } from '../upstream/turns.ts'
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

/** The first way up that can be gone, and how to go on where it came to nothing. */
export async function attemptsOf(
  sources: Sources,
  ports: AttemptPorts,
): Promise<Result<{ first: Attempt; next: Next<Attempt> }>> {
  const waiting = [...ports.learned.failedLast(sources.routes, targetOf, ports.now())]
  // What streams through unread cannot be sent twice.
  if (sources.body.stream !== null) waiting.splice(1)

  /** The next of the chain that may go up; if none may, why not the first. */
  async function take(before: Attempt | null, unsettledNano: number): Promise<Result<Attempt> | null> {
    let refused: Result<Attempt> | null = null
    for (let route = waiting.shift(); route; route = waiting.shift()) {
      const made = await attempt(route, sources, ports, { before, unsettledNano, repeats: false })
      // A Meter that did not answer is taking this request's row back: it would take another target's along.
      if (made.ok || made.refusal.reason === 'meter_unavailable') return made
      refused ??= made
    }
    return refused
  }

  async function next(failed: Attempt, sent: Sent, unsettled: readonly Attempt[]): Promise<Attempt | null> {
    const { route, usageChunk } = failed.answering
    const unsettledNano = unsettledNanoOf(unsettled)
    if (usageChunk !== 'not_ours' && (await declinesUsage(sent))) {
      if (!mayNameUsage(sources.body.json?.text ?? '')) ports.learned.declinedUsage(targetOf(route))
      const again = await attempt(route, sources, ports, { before: failed, unsettledNano, repeats: true })
      return again.ok ? again.value : null
    }
    if (!mayHelp(sent)) return null
    // What the client itself cut short says nothing of the target to others.
    const hurried = sources.request.headers.has('cf-aig-request-timeout')
    if (!hurried) ports.learned.failed(targetOf(route), ports.now())
    const made = await take(failed, unsettledNano)
    return made?.ok === true ? made.value : null
  }

  const first = await take(null, 0)
  if (first === null) throw new Error('a chain needs a route')
  return first.ok ? accept({ first: first.value, next }) : first
}

interface Turn {
  before: Attempt | null
  unsettledNano: number
  /** The same target once more: what was held for it, is. */
  repeats: boolean
}

async function attempt(
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
  const { outgoing, streams, usageChunk } = rewritten.value
  const dialect = usageDialectOf(route)
  const asksAfter = jobIn(route, body.json?.value ?? {})
  return accept({
    outgoing,
    timeoutMs: route.options?.timeoutMs ?? (sources.routes.length > 1 ? firstByteLimitMs : null),
    answering: {
      route,
      streams,
      usageChunk,
      asked: body.json === null ? undefined : dialect.request?.(body.json.value),
      asksJob: asksJob(route, body.json?.value ?? {}),
      ...(asksAfter !== null && { asksAfter }),
      summands: body.json === null ? undefined : dialect.summands?.(body.json.value),
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
  { before, unsettledNano, repeats }: Turn,
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
  return previous === null ? admit(asking, ports) : readmit(asking, unsettledNano, ports)
}

/** On a neutral door the client has not chosen the provider. */
function targetTold(route: Route): [name: string, value: string][] {
  return route.door.name === 'provider' ? [] : [['tollgate-target', headerText(targetOf(route))]]
}
