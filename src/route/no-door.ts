import { refuse, type Refused } from '../refusal/refusal.ts'
import type { RequestPath } from './path.ts'

/** Why nothing is served at a path, and what is. */
export function noDoor({ decoded }: RequestPath): Refused {
  return decoded[0]?.toLowerCase() === 'compat' ? onlyChat : nothing
}

const nothing = refuse(
  'not_found',
  'Nothing is served at this path. Set the base URL of an OpenAI client to this host with /v1, of an Anthropic or Google client to this host alone, and of a provider’s own client to this host with /{provider}.',
)
const onlyChat = refuse(
  'not_found',
  'Below /compat only POST /compat/chat/completions is served. Set the base URL to this host with /v1 for everything else.',
)

/** Said while the configuration cannot be read: nobody knows what it would have mounted. */
export const unreadableMounts = refuse(
  'config_invalid',
  'This path can only be placed by the configuration, which cannot be read. Whoever runs this Tollgate has to correct the entry @config in KV.',
)
