import { isFreeParser } from './media.ts'
import { listOf, objectOf, type Reading, takeUnbounded, textIn } from './reading.ts'

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
  // https://developers.openai.com/api/docs/guides/responses-multi-agent
  'multi_agent',
  // Charged by what is assessed: https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails.html,
  // https://cloud.google.com/security-command-center/docs/model-armor-vertex-integration
  'guardrailConfig',
  'modelArmorConfig',
  'model_armor_config',
]

/** What else these members say where they have nothing run. */
const idle: Readonly<Record<string, (value: unknown) => boolean>> = {
  search_parameters: (value) => objectOf(value)['mode'] === 'off',
  multi_agent: (value) => objectOf(value)['enabled'] === false,
  plugins: (value) => Array.isArray(value) && value.every(isFreeParser),
}

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
    if (off(body[name]) || but.includes(name) || idle[name]?.(body[name]) === true) continue
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
  const clears = edits.every((edit) => textIn(objectOf(edit)['type']).startsWith('clear_'))
  if (!clears)
    takeUnbounded(reading, 'context_management', 'it has the provider summarise, as often as it likes')
}

/** Notes models that search or call tools of their own accord, as the provider's row has them. */
export function takeCompound(reading: Reading): readonly string[] {
  const { compound = [] } = reading.route.provider
  const all = reading.models.map((name) => compound.find(({ models }) => models.test(name)))
  const found = all.find((row) => row?.searches === null) ?? all.find((row) => row !== undefined)
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
