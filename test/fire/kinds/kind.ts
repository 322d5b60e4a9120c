import type { Counts } from '../counts.ts'
import type { Writer } from '../wire/said.ts'

/** What a client asks for: `words` is its prompt, `limit` the most that it wants to have back, in tokens. */
export type Body = (words: string, limit: number | null) => object | string

/** One kind of request, from a client's body to a vendor's answer. */
export interface Kind {
  path: string
  /** Without one it is a GET. */
  body?: Body
  headers?: Readonly<Record<string, string>>
  /** The model whose price counts; also the one that the vendor names. */
  model: string
  streams?: boolean
  says: Writer
  /** The counts that its API tells. */
  tells: readonly (keyof Counts)[]
  weight: number
}

export const chatCounts = ['input', 'cacheRead', 'output', 'reasoning'] as const
export const messageCounts = ['input', 'cacheRead', 'cacheWrite', 'output'] as const

/** A field for the limit, where there is one. */
export function limited(name: string, limit: number | null): object {
  return limit === null ? {} : { [name]: limit }
}

/** Bodies of chat completions. */
export function chats(model: string, more: object = {}, field = 'max_completion_tokens'): Body {
  return (content, limit) => ({
    model,
    messages: [{ role: 'user', content }],
    ...limited(field, limit),
    ...more,
  })
}

/** Bodies of the Messages API, which goes without no limit. */
export function messaging(model: string, stream: boolean): Body {
  return (content, limit) => ({
    model,
    max_tokens: limit ?? 400,
    messages: [{ role: 'user', content }],
    stream,
  })
}
