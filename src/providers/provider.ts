import type { Api } from '../endpoints/endpoint.ts'
import type { Sockets } from '../endpoints/socket.ts'
import type { Dialect } from '../refusal/reasons.ts'
import type { UsageDialectName } from '../usage/dialect.ts'
import type { Charge } from './charge.ts'
import type { PriceSource } from './price-source.ts'

/** Where one API lives under a provider's slug. */
export interface Root {
  /** Leading path, `{name}` for a segment of any value; '' where the API begins at the slug. `{model}` names the model. */
  at: string
  api: Api
  /** Where this provider states its usage otherwise than the API's own vendor does. */
  usage?: Readonly<Partial<Record<UsageDialectName, UsageDialectName>>>
  /** It counts the tokens of a request that is not made, for nothing, as the API's own vendor does. */
  counts?: true
  /**
   * Whether a stream may be asked for its usage (`stream_options.include_usage`) without being refused for it.
   * A function decides by the query and the body. Never where the upstream was seen to answer 400 or 422.
   */
  asksUsage?: boolean | ((query: URLSearchParams, body: Readonly<Record<string, unknown>>) => boolean)
}

/**
 * One provider of AI Gateway: all that Tollgate knows of it stands in this row.
 * Paths: https://developers.cloudflare.com/ai-gateway/usage/providers/
 */
export interface Provider {
  /** The name of the provider's own door, and the gateway's path segment unless `gateway` says otherwise. */
  slug: string
  /** Other names for it in `provider/model`. */
  names?: readonly string[]
  /** The neutral door whose API is this provider's own: `/v1/messages`, `/v1beta/…`, or `/v1` where no model decides. */
  door?: Dialect
  /** The dialect that its SDK reads errors in. */
  dialect: Dialect
  /** The header that carries the operator's own key for it, where that is not stored in the gateway. */
  credential: { header: string; scheme?: string }
  /** Which APIs it serves; first one that knows the endpoint wins. */
  roots: readonly Root[]
  /** Leading paths that its own SDK adds and the gateway's path does not have. Longest first. */
  drops?: readonly string[]
  /** The same for a path that its SDK puts behind so many segments, which stay. */
  dropsInside?: { after: number; path: string }
  /** Leading paths below which nothing is dropped. */
  keeps?: readonly string[]
  /**
   * Where the neutral OpenAI door reaches it: the path before `chat/completions`. A `{name}` in it is a leading part of
   * the model's name (`provider/{name}/model`), `{model}` the rest. Absent: it does not.
   */
  openaiAt?: string
  /** The same for endpoints that are elsewhere, by the first segment of their paths. */
  openaiElsewhere?: Readonly<Record<string, string>>
  /** The same for the Anthropic door: the path before `messages`. */
  anthropicAt?: string
  /** The models that are there, by a part of their names; the others have chats. Absent: all of them. */
  anthropicModels?: RegExp
  /** Said where a neutral door does not reach it: what to do instead. */
  instead?: string
  /** Leading parts of a model's name that mean nothing (`models/gemini-x` is `gemini-x`). */
  modelPrefixes?: readonly string[]
  /** Bare model names that can only be its own. No name may match two rows. */
  owns?: RegExp
  /** Names that carry its prefix though it does not serve them (`openai/gpt-oss-120b`). */
  disowns?: RegExp
  /** Request headers of its own that pass upstream. A last `*` is any ending. */
  headers?: readonly string[]
  /**
   * A header in which clients name the address that a request is for; the gateway goes there if the path is bare. Its
   * path is then what is served, and only these hosts are gone to.
   */
  targetHeader?: {
    name: string
    hosts: readonly string[]
    /** Paths that are on this one of them: without the header, the gateway would ask another one for them. */
    elsewhere?: { paths: RegExp; host: string }
  }
  /** Headers that it requires, for a client that did not send them. */
  defaultHeaders?: Readonly<Record<string, string>>
  /** Query parameters that it requires, for a client that did not send them. */
  defaultQuery?: Readonly<Record<string, string>>
  /** Query parameters that leave out parts of an answer, also what it consumed. In lower case. */
  fieldMasks?: readonly string[]
  /** Query parameters that it believes before the method, the headers or the body that were sent. In lower case. */
  queryOverrides?: readonly string[]
  /** Headers of its own that choose a tier, as `service_tier` in a body does. In lower case. */
  tierHeaders?: readonly string[]
  /** The WebSockets that the gateway passes on to it; absent: none. */
  sockets?: Sockets
  /** It has documents read, for a fee, that a model cannot read by itself. */
  readsFiles?: true
  /** Its chat takes PDFs, as `file` parts. */
  chatFiles?: true
  /** The field of an assistant's message in which its chat takes earlier thoughts back. Absent: none. */
  thoughtsIn?: string
  /** It has a Responses API (`responses` beside `chat/completions`). */
  responses?: true
  /** The fields of a chat in which it holds itself to a limit of the output, the one to add first. Absent: `max_tokens`. */
  outputLimits?: readonly string[]
  /** The field in which its Responses API holds itself to a ceiling of its own tools' calls. Absent: in none. */
  toolCallLimit?: string
  /** The member in which a request says what its tokens may cost at most, in USD a million: `{prompt, completion}`. */
  priceCeiling?: readonly [string, string]
  /** Models that search or call tools of their own accord, and how often at most; null where nobody says. */
  compound?: readonly { models: RegExp; searches: number | null }[]
  /** The gateway's path segment, where that is not the slug. */
  gateway?: string
  /** Path that comes before every other one upstream, no slash at its ends. */
  prefix?: string
  /** What a key must be allowed to do on a path that no table knows, where that is not `storage`. */
  unlisted?: 'inference'
  /** What requests cost by their paths, most exact first. */
  charges?: readonly Charge[]
  /** Where the prices of its models stand; absent: in no price data. */
  prices?: PriceSource
  /** Hosts of its own whose addresses in a body are opened with the operator's credential. In lower case. */
  ownHosts?: readonly string[]
  /**
   * What the addresses of its API begin with that its answers name, up to a slash, with a host or without; here they are
   * told as Tollgate's.
   */
  addresses?: readonly string[]
  /** The index of the path segment, below the slug, in which an encoded slash is part of a name. */
  slashInSegment?: number
}

export const bearer = { header: 'authorization', scheme: 'Bearer' } as const
