import { chanceOf } from './chance.ts'
import { costOf, type Counts, noCounts } from './counts.ts'
import type { Dispatch } from './dispatch.ts'
import { fates } from './fates.ts'
import { kinds } from './kinds.ts'
import type { Kind } from './kinds/kind.ts'
import { count, isCount } from './counting.ts'
import { countsOf, fateOf, type Odds, planOf } from './plan.ts'
import type { Arrival, Handler, Reply } from '../support/gateway.ts'
import { prices } from './prices.ts'

/** All vendors behind the gateway, and the book that they keep. */
export interface Vendor {
  handler: Handler
  /** In the order of arriving. */
  book: readonly Dispatch[]
  /** Makes the entry of an arrival that another protocol took over. */
  arrived(headers: Arrival['headers'], of: Pick<Dispatch, 'kind' | 'fate' | 'counts' | 'charged'>): Dispatch
}

/** Where a client says the request's number: it goes up on every door. */
export function agentOf(number: number): string {
  return `fire/${number}`
}

const noBody = { limit: 400, streams: false, wantsUsage: false }

export function createVendor(odds: Odds): Vendor {
  const book: Dispatch[] = []
  const arrivals = new Map<string, number>()

  function arrived(
    headers: Arrival['headers'],
    of: Pick<Dispatch, 'kind' | 'fate' | 'counts' | 'charged'>,
  ): Dispatch {
    const { key, request } = identityOf(headers)
    const attempt = (arrivals.get(request) ?? 0) + 1
    arrivals.set(request, attempt)
    const entry: Dispatch = {
      request,
      key,
      number: numberOf(headers),
      attempt,
      at: Date.now(),
      endedAt: null,
      status: null,
      stated: false,
      finished: false,
      ...of,
    }
    book.push(entry)
    return entry
  }

  async function handler(reply: Reply, { url, headers, body }: Arrival): Promise<void> {
    const plan = planOf(odds, numberOf(headers))
    if (isCount(url)) return count(odds, plan, reply)
    const kind: Kind = kinds[plan.kind]
    const unknown = { kind: plan.kind, fate: 'whole', counts: noCounts, charged: 0 } as const
    const entry = arrived(headers, unknown)
    entry.fate = fateOf(odds, plan.number, entry.attempt, entry.key)
    let left = false
    void reply.left.then(() => (left = true))
    try {
      const { limit, streams, wantsUsage } = heardIn(String(await body), headers)
      const { counts, pieces } = countsOf(odds, plan, entry.attempt, limit)
      entry.counts = counts
      const heard = { model: kind.model, streams: streams || kind.streams === true, wantsUsage, pieces }
      const said = kind.says(counts, heard)
      await fates[entry.fate]({
        reply,
        said,
        chance: chanceOf(odds.seed, plan.number, entry.attempt, 3),
        entry,
        charge: (told) =>
          (entry.charged = costOf(sofar(counts, told / said.pieces.length), prices[kind.model] ?? {})),
        gone: () => left,
      })
    } catch {
      // The upload broke off: nothing was asked.
      reply.break()
    } finally {
      entry.endedAt = Date.now()
    }
  }

  return { book, handler, arrived }
}

/** Thoughts come first, and are not seen. */
function sofar(counts: Counts, share: number): Counts {
  if (counts.output === null || share >= 1) return counts
  const unseen = counts.reasoning ?? 0
  return { ...counts, output: unseen + Math.floor((counts.output - unseen) * share) }
}

function identityOf(headers: Arrival['headers']): { key: string; request: string } {
  return JSON.parse(String(headers['cf-aig-metadata'])) as { key: string; request: string }
}

function numberOf(headers: Arrival['headers']): number {
  return Number(/^fire\/(\d+)$/.exec(String(headers['user-agent']))?.[1])
}

/** The limit and the wishes that came up, whoever put them there. */
function heardIn(body: string, headers: Arrival['headers']): typeof noBody {
  if (!String(headers['content-type']).startsWith('application/json')) return noBody
  const json = JSON.parse(body) as {
    stream?: boolean
    stream_options?: { include_usage?: boolean }
    generationConfig?: { maxOutputTokens?: number }
    inferenceConfig?: { maxTokens?: number }
  } & Record<'max_completion_tokens' | 'max_tokens' | 'max_output_tokens', number | undefined>
  const limit =
    json.max_completion_tokens ??
    json.max_tokens ??
    json.max_output_tokens ??
    json.generationConfig?.maxOutputTokens ??
    json.inferenceConfig?.maxTokens ??
    noBody.limit
  return { limit, streams: json.stream === true, wantsUsage: json.stream_options?.include_usage === true }
}
