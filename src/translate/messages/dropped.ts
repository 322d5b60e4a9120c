import {
  alwaysDropped,
  dropped,
  empty,
  type FieldRule,
  is,
  passed,
  refused,
  type RefusedOf,
} from '../field-rule.ts'

function onlyDirect(value: unknown): boolean {
  return Array.isArray(value) && value.every((caller) => caller === 'direct')
}

/** Every field of a request of the Messages API, betas among them; one that is not here is dropped and named. */
export const fields = {
  model: passed,
  messages: passed,
  system: passed,
  max_tokens: passed,
  stream: passed,
  stop_sequences: passed,
  temperature: passed,
  top_p: passed,
  tools: passed,
  tool_choice: passed,
  thinking: passed,
  output_config: passed,
  output_format: passed,
  metadata: passed,
  service_tier: passed,

  top_k: alwaysDropped,
  cache_control: alwaysDropped,
  context_management: dropped(empty),
  compaction: dropped(empty),
  diagnostics: dropped(empty),
  speed: dropped(is('standard')),
  fallbacks: dropped(empty),
  fallback_credit_token: alwaysDropped,
  billing_policy: dropped(empty),
  betas: dropped(empty),
  user_profile_id: alwaysDropped,
  workspace_id: alwaysDropped,

  container: refused('It names a machine that Anthropic has.', empty),
  inference_geo: refused('Where other providers compute cannot be chosen here.', is('global')),
  mcp_servers: refused('Let the client call the servers, and send their tools.', empty),
  thread: refused('It names a conversation that Anthropic has: send its messages.', empty),
} as const satisfies Record<string, FieldRule>

/** What has no counterpart inside messages, tools and options. */
export const nested = {
  'system[].billing_header': alwaysDropped,
  'messages[].clear_at': passed,
  'messages[].output_config': dropped(empty),
  'messages[].thinking': passed,
  'messages[].redacted_thinking': alwaysDropped,
  'messages[].server_tools': alwaysDropped,
  'content[].citations': alwaysDropped,
  'content[].document': refused('It takes no PDF: send its text.'),
  'content[].document.url': refused('It opens no address: send the document as base64, or its text.'),
  'content[].file_id': refused('It names a file that Anthropic has: send its bytes.'),
  'content[].other': refused('It means something to Anthropic alone.'),
  'tools[].type': refused('It runs at Anthropic, or has its schema there: describe it with `input_schema`.'),
  'tools[].strict': passed,
  'tools[].defer_loading': dropped(is(false)),
  'tools[].eager_input_streaming': dropped(is(false)),
  'tools[].input_examples': dropped(empty),
  'tools[].allowed_callers': dropped(onlyDirect),
  'tool_choice.disable_parallel_tool_use': passed,
  'output_config.effort': passed,
  'output_config.task_budget': alwaysDropped,
  'metadata.user_id': passed,
} as const satisfies Record<string, FieldRule>

type Rules = typeof fields & typeof nested
type Refused = RefusedOf<Rules>

/** The names that the code may drop, so that none is lost that is not in the tables. */
export type Droppable = Exclude<keyof Rules, Refused>

/** What stands inside and is refused by name. */
export type RefusedInside = Extract<keyof typeof nested, Refused>
