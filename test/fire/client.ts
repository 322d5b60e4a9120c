import { ask } from '../support/raw-client.ts'
import { kinds } from './kinds.ts'
import type { Kind } from './kinds/kind.ts'
import type { Plan } from './plan.ts'
import { agentOf } from './vendor.ts'

/** What a client saw of one request. */
export interface Seen {
  number: number
  /** `whole`: the answer to its end. `left`: it did not wait. `cut`: the answer broke. `unreachable`: nobody was there. */
  how: 'whole' | 'left' | 'cut' | 'unreachable'
  status: number | null
  /** Tollgate's name of the request. */
  request: string | null
  /** Of a refusal. */
  code: string | null
}

const words = 'fire and forget '

/** Does what the plan says. Never rejects. */
export async function act(url: string, token: string, plan: Plan): Promise<Seen> {
  const kind: Kind = kinds[plan.kind]
  const prompt = words.repeat(Math.ceil(plan.words / words.length)).slice(0, plan.words)
  const made = kind.body?.(prompt, plan.limit)
  const body = typeof made === 'object' ? JSON.stringify(made) : made
  const sent = ask(url + kind.path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'user-agent': agentOf(plan.number),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...kind.headers,
    },
    body,
  })
  const seen: Seen = { number: plan.number, how: 'whole', status: null, request: null, code: null }
  try {
    if (plan.leaves !== 'stays') {
      // Some answers are only begun when all of them is there, and it may stall.
      const early = await Promise.race([sent.answered, pause(plan.leavesAfterMs)])
      if (early === undefined) {
        sent.leave()
        return { ...seen, how: 'left' }
      }
    }
    const answer = await sent.answered
    seen.status = answer.statusCode ?? null
    seen.request = String(answer.headers['tollgate-request-id'] ?? '') || null
    if (plan.leaves !== 'stays') {
      await Promise.race([sent.received(plan.leaves === 'midway' ? 900 : 1), pause(3_000)])
      sent.leave()
      return { ...seen, how: 'left' }
    }
    const text = String(await sent.whole)
    seen.code = seen.status === 200 ? null : (/"code":\s*"(\w+)"/.exec(text)?.[1] ?? null)
    return seen
  } catch (error) {
    const unreachable = error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED'
    return { ...seen, how: unreachable ? 'unreachable' : 'cut' }
  }
}

function pause(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms))
}
