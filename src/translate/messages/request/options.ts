import { accept, type Result } from '../../../refusal/refusal.ts'
import { isObject, type JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import type { MessageLosses } from './losses.ts'
import type { ChatTraits } from './model-traits.ts'

/** OpenAI refuses longer ones. */
const longestUser = 64

/** What a model's answer may have at most. */
export interface Limit {
  /** The provider's field for it. */
  field: string
  /** More is refused upstream; null where nobody knows. */
  most: number | null
}

/** The options that stand by themselves: the output's limit, who asks, the tier, and whether it streams. */
export function translateOptions(
  body: JsonObject,
  limit: Limit,
  { account }: ChatTraits,
  losses: MessageLosses,
): Result<Record<string, unknown>> {
  const { stream = null, max_tokens: given = null, service_tier: tier = null } = body
  if (stream !== null && typeof stream !== 'boolean') return malformed('stream', 'be true or false')
  if (given !== null && (!Number.isSafeInteger(given) || Number(given) < 1))
    return malformed('max_tokens', 'be a whole number above 0')
  if (tier !== null && typeof tier !== 'string') return malformed('service_tier', 'be a text')
  const user = userOf(body['metadata'], account, losses)
  if (!user.ok) return user
  const most = given === null ? null : Math.min(Number(given), limit.most ?? Infinity)
  if (most !== null && most < Number(given)) losses.drop('max_tokens')
  const isStandard = tier === 'standard_only'
  if (tier !== null && tier !== 'auto' && !(isStandard && account)) losses.drop('service_tier')
  return accept({
    ...(most !== null && { [limit.field]: most }),
    ...(user.value !== null && { user: user.value }),
    ...(isStandard && account && { service_tier: 'default' }),
    ...(stream === true && { stream }),
  })
}

function userOf(metadata: unknown, account: boolean, losses: MessageLosses): Result<string | null> {
  if (!isObject(metadata ?? {})) return malformed('metadata', 'be an object')
  const id = (isObject(metadata) ? metadata['user_id'] : null) ?? ''
  if (typeof id !== 'string') return malformed('metadata.user_id', 'be a text')
  if (id === '') return accept(null)
  if (account && id.length <= longestUser) return accept(id)
  losses.drop('metadata.user_id')
  return accept(null)
}
