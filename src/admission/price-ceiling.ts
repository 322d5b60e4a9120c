import type { Change } from '../body/splice.ts'
import type { JsonBody } from '../body/json.ts'
import type { PricedBound } from '../bound/price-bound.ts'
import type { Terms } from '../meter/terms.ts'
import type { Route } from '../route/route.ts'
import { valueAt } from '../usage/json.ts'

/** Integer nano-USD a million tokens, in USD a million. */
const usd = 1e9

/**
 * The price that a provider of many hosts must keep to, where it takes one: what it states that it charged would else
 * pass what was reserved. A lower one of the client's stays.
 */
export function priceCeiling(
  { provider, endpoint }: Pick<Route, 'provider' | 'endpoint'>,
  json: JsonBody | null,
  { inputRate, outputRate }: Pick<PricedBound, 'inputRate' | 'outputRate'>,
  { budget }: Terms,
): readonly Change[] {
  const path = provider.priceCeiling
  const takesOne =
    endpoint?.bound === 'chat' || endpoint?.bound === 'messages' || endpoint?.bound === 'responses'
  if (path === undefined || !takesOne || json === null || budget?.mode !== 'hard') return []
  const most = { prompt: inputRate / usd, completion: outputRate / usd }
  const asked = (name: keyof typeof most): number => {
    const value = valueAt(json.value, `${path.join('.')}.${name}`)
    return typeof value === 'number' && value >= 0 ? Math.min(value, most[name]) : most[name]
  }
  const value = JSON.stringify({ prompt: asked('prompt'), completion: asked('completion') })
  return [{ path, value }]
}
