import { accept, type Result } from '../../refusal/refusal.ts'
import { translateTier, translateUser } from './account.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { translateStop } from './limits.ts'
import { type Losses, malformed } from './losses.ts'

/** Fields that must be a boolean, or null. */
const flags = ['stream', 'parallel_tool_calls'] as const

/** The options that stand by themselves, in the API's own names. */
export function translateOptions(body: JsonObject, losses: Losses): Result<Record<string, unknown>> {
  for (const flag of flags) {
    if (typeof (body[flag] ?? false) !== 'boolean') return malformed(flag, 'be true or false')
  }
  if (!isObject(body['stream_options'] ?? {})) return malformed('stream_options', 'be an object')
  const stop = translateStop(body['stop'], losses)
  if (!stop.ok) return stop
  const user = translateUser(body, losses)
  if (!user.ok) return user
  const tier = translateTier(body['service_tier'], losses)
  if (!tier.ok) return tier
  return accept({
    ...(stop.value.length > 0 && { stop_sequences: stop.value }),
    ...(user.value !== null && { metadata: { user_id: user.value } }),
    ...(tier.value !== null && { service_tier: tier.value }),
    ...(isObject(body['cache_control']) && { cache_control: body['cache_control'] }),
    ...(body['stream'] === true && { stream: true }),
  })
}
