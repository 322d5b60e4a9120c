import { isObject, type JsonObject } from './json-object.ts'

/** A block of content, a tool or a system text of the Messages API. */
export type Block = Record<string, unknown>

/** `claude_cache` of the configuration: what is marked where a client marks nothing. */
export type CacheDefault = 'off' | '5m' | '1h'

/**
 * The cache mark that a message, part or tool bears: Anthropic's own `cache_control` as an extra field, else OpenAI's
 * `prompt_cache_breakpoint`, whose lives of 30 minutes and more become an hour.
 * https://platform.claude.com/docs/en/build-with-claude/prompt-caching
 */
export function cacheMarkOf(bearer: JsonObject): { cache_control: JsonObject } | undefined {
  if (isObject(bearer['cache_control'])) return { cache_control: bearer['cache_control'] }
  const breakpoint = bearer['prompt_cache_breakpoint']
  if (!isObject(breakpoint)) return undefined
  return { cache_control: markFor(breakpoint['ttl'] === undefined ? '5m' : '1h') }
}

function markFor(life: '5m' | '1h'): JsonObject {
  return life === '5m' ? { type: 'ephemeral' } : { type: 'ephemeral', ttl: '1h' }
}

/** The blocks with the last one that can bear it marked; the same where there is none. */
export function markLast(blocks: readonly Block[], mark: { cache_control: JsonObject }): Block[] {
  const last = blocks.findLastIndex(({ type }) => type !== 'thinking' && type !== 'redacted_thinking')
  return blocks.map((block, index) => (index === last ? { ...block, ...mark } : block))
}

/** What of a translated request can bear a mark. */
export interface Markable {
  system: readonly Block[]
  tools: readonly Block[]
  messages: readonly { content: readonly Block[] }[]
}

/**
 * Marks the last tool and the last system text, unless the client marked anything itself: four marks a request are
 * all that the API takes, and a client that marks knows what changes.
 */
export function withDefaultMarks<Request extends Markable>(request: Request, cache: CacheDefault): Request {
  if (cache === 'off' || hasMarks(request)) return request
  const mark = { cache_control: markFor(cache) }
  return { ...request, system: markLast(request.system, mark), tools: markLast(request.tools, mark) }
}

function hasMarks({ system, tools, messages }: Markable): boolean {
  return [system, tools, ...messages.map(({ content }) => content)].some((blocks) => blocks.some(isMarked))
}

function isMarked(block: Block): boolean {
  if (block['cache_control'] !== undefined) return true
  return Array.isArray(block['content']) && block['content'].some(isMarked)
}
