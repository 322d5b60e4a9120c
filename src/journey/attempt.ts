import type { Held } from '../admission/held.ts'
import type { Change } from '../body/splice.ts'
import { type Charge, nothingHeld } from '../meter/charge.ts'
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

/** What attempts that were given up can have been charged for: all that was held for them. */
export function unsettledOf(unsettled: readonly Attempt[]): Charge {
  return unsettled.reduce<Charge>(
    ({ nano, tokens }, { answering: { held } }) => ({
      nano: nano + (held?.reservedNano ?? 0),
      tokens: tokens + (held?.reservedTokens ?? 0),
    }),
    nothingHeld,
  )
}

/** `provider/model` with its places, as an attempt is named to the client, and remembered if it fails. */
export function targetOf({ provider, model, upstreamModel, placedModel }: Route): string {
  return `${provider.slug}/${placedModel ?? upstreamModel ?? model ?? ''}`
}
