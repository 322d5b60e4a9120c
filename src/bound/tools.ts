import type { JsonObject } from '../body/objects.ts'
import { countAt, listOf, objectOf, type Reading, takeAgent, takeUnbounded } from './reading.ts'

/** Tokens of instructions that come with tools unseen, and with each that the vendor itself describes. */
const toolTokens = 1024

/** How the tools of an API tell who runs them. */
export interface ToolRules {
  /** Run by the client, and described in the body. */
  plain: (tool: JsonObject) => boolean
  /** Run by the client, and described by the vendor. */
  described?: RegExp
  /**
   * Run by the provider, with a ceiling of calls and a known price: a search's or none. `brings` are the tokens that a
   * call adds to the input at most, where that is known.
   */
  hosted?: readonly { type: RegExp; charged: boolean; brings?: number }[]
  /** The member of the tool, or of the body, that is the ceiling of its calls. */
  ceiling?: { of: 'tool' | 'body'; name: string }
}

function ceilingOf(reading: Reading, tool: JsonObject, { ceiling }: ToolRules): number | null {
  if (!ceiling) return null
  if (ceiling.of === 'tool') return countAt(reading, tool, ceiling.name)
  const given = countAt(reading, reading.body, ceiling.name)
  if (given === null && reading.callsToWrite !== null) reading.ceilingField = ceiling.name
  return given ?? reading.callsToWrite
}

/** Notes the tools of a request: those that the provider runs cost a turn each call, and often a fee. */
export function takeTools(reading: Reading, tools: unknown, rules: ToolRules, field = 'tools'): void {
  const list = listOf(tools)
  if (list.length === 0) {
    if (typeof tools === 'object' && tools !== null && !Array.isArray(tools))
      takeUnbounded(reading, field, 'only a list of tools can be read')
    return
  }
  takeAgent(reading)
  reading.tokens += toolTokens
  let shared = 0
  for (const item of list) {
    const tool = objectOf(item)
    if (rules.plain(tool)) continue
    const type = typeof tool['type'] === 'string' ? tool['type'] : ''
    if (rules.described?.test(type)) {
      reading.tokens += toolTokens
      continue
    }
    const hosted = rules.hosted?.find((candidate) => candidate.type.test(type))
    const ceiling = hosted ? ceilingOf(reading, tool, rules) : null
    if (!hosted || ceiling === null) {
      takeUnbounded(reading, field, whyHosted(type, hosted !== undefined, rules))
      continue
    }
    // One ceiling for the whole body is for all of its tools together.
    const calls = rules.ceiling?.of === 'body' ? Math.max(0, ceiling - shared) : ceiling
    shared += calls
    reading.calls += calls
    reading.brought =
      hosted.brings === undefined || reading.brought === null
        ? null
        : Math.max(reading.brought, hosted.brings)
    if (hosted.charged) reading.searches += calls
  }
}

function whyHosted(type: string, known: boolean, { ceiling }: ToolRules): string {
  const tool = /^[\w:.-]{1,60}$/.test(type) ? `the tool \`${type}\`` : 'one of its tools'
  if (known && ceiling) return `${tool} runs at the provider without a ceiling: give it \`${ceiling.name}\``
  return `${tool} runs at the provider, and nobody says how often or at what price`
}

/** Members that have the provider call, search or fetch, of its own accord; nothing in a body is a ceiling for them. */
const hiring: readonly string[] = [
  // https://platform.openai.com/docs/guides/tools-web-search
  'web_search_options',
  'web_search',
  'enable_search',
  // https://learn.microsoft.com/azure/ai-foundry/openai/references/on-your-data
  'data_sources',
  // https://openrouter.ai/docs/features/web-search
  'plugins',
  'preset',
  // https://docs.x.ai/docs/guides/live-search
  'search_parameters',
  // https://docs.cohere.com/v1/reference/chat
  'connectors',
  // https://docs.anthropic.com/en/docs/agents-and-tools/mcp-connector, …/agents-and-tools/agent-skills
  'mcp_servers',
  'container',
  // https://console.groq.com/docs/compound
  'compound_custom',
  // https://ai.google.dev/gemini-api/docs/interactions, https://docs.mistral.ai/agents/agents
  'agent',
  'agent_id',
  'agent_config',
  'environment',
  // https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html: charged by what is assessed
  'guardrailConfig',
]

/** Members that make a job of a request: its answer comes elsewhere. */
const postponing: readonly string[] = [
  'deferred',
  'webhook',
  'webhook_url',
  'callback',
  'callback_url',
  'async',
]

const off = (value: unknown): boolean =>
  value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0)

/** Notes what at the top of a body makes its cost boundless, whatever its API; `but` are members judged elsewhere. */
export function takeHiring(reading: Reading, but: readonly string[] = []): void {
  const { body } = reading
  for (const name of hiring) {
    if (off(body[name]) || but.includes(name) || objectOf(body[name])['mode'] === 'off') continue
    takeUnbounded(reading, name, 'it has the provider run more than this request, and nothing says how much')
  }
  for (const name of postponing) {
    if (!off(body[name])) takeUnbounded(reading, name, 'the answer, and what it cost, comes elsewhere')
  }
  takeCompaction(reading)
}

/** Edits that summarise ask a model; those that clear something do not. */
function takeCompaction(reading: Reading): void {
  const given = reading.body['context_management']
  const edits = Array.isArray(given) ? given : listOf(objectOf(given)['edits'])
  const clears = edits.every((edit) => String(objectOf(edit)['type']).startsWith('clear_'))
  if (!clears)
    takeUnbounded(reading, 'context_management', 'it has the provider summarise, as often as it likes')
}

/** Notes models that search or call tools of their own accord, as the provider's row has them. */
export function takeCompound(reading: Reading): readonly string[] {
  const { provider, model, upstreamModel } = reading.route
  const found = provider.compound?.find(({ models }) => models.test(upstreamModel ?? model ?? ''))
  if (!found) return []
  if (found.searches === null) {
    takeUnbounded(reading, 'model', 'it searches and calls tools of its own accord, without a ceiling')
    return []
  }
  reading.calls += found.searches
  reading.brought = null
  // More than one round of searches: https://docs.perplexity.ai/guides/pro-search
  return 'search_type' in objectOf(reading.body['web_search_options']) ? [] : ['web_search_options']
}
