import { type Attempt, targetOf, unsettledOf } from './attempt.ts'
import type { RequestBody } from '../body/read.ts'
import { setAside } from '../body/set-aside.ts'
import { type AttemptPorts, makeAttempt, type Sources } from './make-attempt.ts'
import { type Charge, nothingHeld } from '../meter/charge.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { declinesUsage, mayHelp, mayNameUsage } from '../upstream/retry.ts'
import type { Sent } from '../upstream/send.ts'
import type { Next } from '../upstream/turns.ts'

/** Its first way up, and where it goes when an attempt came to nothing. */
export interface Attempts {
  first: Attempt
  next: Next<Attempt>
}

/** The first way up that can be gone, and how to go on where it came to nothing. */
export async function attemptsOf(
  { body: sent, ...asking }: Sources,
  ports: AttemptPorts,
): Promise<Result<Attempts>> {
  const waiting = [...ports.learned.failedLast(asking.routes, targetOf, ports.now())]
  // What streams through unread cannot be sent twice.
  if (sent.stream !== null) waiting.splice(1)
  // Nothing below may hold the body itself: `next` stays for as long as an answer is waited for.
  let bodyAgain: (() => RequestBody) | null = setAside(sent)

  /** The next of the chain that may go up; if none may, why not the first. */
  async function take(
    body: RequestBody,
    before: Attempt | null,
    givenUp: Charge,
  ): Promise<Result<Attempt> | null> {
    let refused: Result<Attempt> | null = null
    for (let route = waiting.shift(); route; route = waiting.shift()) {
      const made = await makeAttempt(route, { ...asking, body }, ports, { before, givenUp, repeats: false })
      // A Meter that did not answer is taking this request's row back: it would take another target's along.
      if (made.ok || made.refusal.reason === 'meter_unavailable') return made
      refused ??= made
    }
    return refused
  }

  async function next(failed: Attempt, sent: Sent, unsettled: readonly Attempt[]): Promise<Attempt | null> {
    const { route, usageChunk } = failed.answering
    const givenUp = unsettledOf(unsettled)
    if (bodyAgain && usageChunk !== 'not_ours' && (await declinesUsage(sent))) {
      const body = bodyAgain()
      const isWhole = body.json?.elision === undefined
      if (isWhole && !mayNameUsage(body.json?.text ?? '')) ports.learned.declinedUsage(targetOf(route))
      const turn = { before: failed, givenUp, repeats: true }
      const again = await makeAttempt(route, { ...asking, body }, ports, turn)
      return again.ok ? again.value : null
    }
    if (!mayHelp(sent)) return null
    // What the client itself cut short says nothing of the target to others.
    const hurried = asking.request.headers.has('cf-aig-request-timeout')
    if (!hurried) ports.learned.failed(targetOf(route), ports.now())
    const made = bodyAgain && waiting.length > 0 ? await take(bodyAgain(), failed, givenUp) : null
    return made?.ok === true ? made.value : null
  }

  const first = await take(sent, null, nothingHeld)
  if (first === null) throw new Error('a chain needs a route')
  if (!first.ok) return first
  // Nothing can follow it: what was changed for it need not be held beside it.
  if (waiting.length === 0 && first.value.answering.usageChunk === 'not_ours') bodyAgain = null
  return accept({ first: first.value, next })
}
