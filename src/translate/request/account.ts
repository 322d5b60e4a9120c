import { accept, type Result } from '../../refusal/refusal.ts'
import type { JsonObject } from './json-object.ts'
import { type Losses, malformed } from './losses.ts'

const longestUserId = 256

/** The API refuses identifiers that are an address or a phone number. */
const personal = /@|^\+?[\d\s().-]{7,}$/

/** `metadata.user_id`, from the newer `safety_identifier` or from `user`; null where there is none to send. */
export function translateUser(body: JsonObject, losses: Losses): Result<string | null> {
  const field = (body['safety_identifier'] ?? null) === null ? 'user' : 'safety_identifier'
  const given = body[field] ?? ''
  if (typeof given !== 'string') return malformed(field, 'be a text')
  if (field === 'safety_identifier' && (body['user'] ?? given) !== given) losses.drop('user')
  if (given === '') return accept(null)
  if (given.length <= longestUserId && !personal.test(given)) return accept(given)
  losses.drop(field)
  return accept(null)
}

/** Tiers with a counterpart. `priority` is what `auto` takes where the organisation has it. */
const tiers: Readonly<Record<string, string>> = {
  auto: 'auto',
  priority: 'auto',
  default: 'standard_only',
  standard_only: 'standard_only',
}

/** `service_tier`; null where there is none to send. */
export function translateTier(given: unknown, losses: Losses): Result<string | null> {
  if ((given ?? null) === null) return accept(null)
  if (typeof given !== 'string') return malformed('service_tier', 'be a text')
  const tier = Object.hasOwn(tiers, given) ? tiers[given] : undefined
  if (tier === undefined) losses.drop('service_tier')
  return accept(tier ?? null)
}
