import type { Held } from '../admission/held.ts'
import type { Change } from '../body/splice.ts'
import type { Route } from '../route/route.ts'
import type { WayBack } from './spoken.ts'
import type { Outgoing, Rewritten } from '../rewrite/rewrite.ts'
import type { Usage } from '../usage/usage.ts'

/** One way up, ready to go. */
export interface Attempt {
  outgoing: Outgoing
  /** How long its first byte may take, in ms; null is the usual limit. */
  timeoutMs: number | null
  answering: Answering
}

/** What an attempt's answer is read by. Holds no body: it lives as long as the answer. */
export interface Answering extends Pick<Rewritten, 'streams' | 'usageChunk'> {
  route: Route
  /** What the request alone told of its consumption. */
  asked: Usage | undefined
  /** The request wants work that goes on after its answer, or its API does not ask for that. */
  asksJob?: boolean
  /** The id of the job that its body asks after; absent where its path does, or nothing. */
  asksAfter?: string
  /** How many events of a streamed answer add up, where the request told. */
  summands?: number | undefined
  /** The way back of a request that was translated; null where none was. */
  wayBack: WayBack | null
  /** What the Meter holds for it; null for a key without limits. */
  held: Held | null
  /** What admission changed in its body. */
  changes: readonly Change[]
  /** Headers of ours for the answer, besides those that every answer has. */
  told: readonly (readonly [name: string, value: string])[]
}

/** Integer nano-USD of attempts that were given up and can have been charged for: all that was held for them. */
export function unsettledNanoOf(unsettled: readonly Attempt[]): number {
  return unsettled.reduce((sum, { answering: { held } }) => sum + (held?.reservedNano ?? 0), 0)
}

/** `provider/model` with its places, as an attempt is named to the client, and remembered if it fails. */
export function targetOf({ provider, model, upstreamModel, placedModel }: Route): string {
  return `${provider.slug}/${placedModel ?? upstreamModel ?? model ?? ''}`
}
