import type { Droppable } from './dropped.ts'

/**
 * What the README says of each field that is not refused: how it is said in a chat, or why nothing is lost. Apart from
 * the rules, because the Worker has no use for it.
 */
export const droppedSays: Readonly<Record<Droppable, string>> = {
  model: '`model`',
  messages: '`messages`; results of tools are messages of their own, pictures in them are shown after them',
  system: 'the first message',
  max_tokens:
    '`max_tokens` or `max_completion_tokens`, as the provider has it; what the model can say at most, where that is less',
  stream: '`stream`',
  stop_sequences: '`stop`; dropped where the model takes none, and those after the fourth',
  temperature: '`temperature`; dropped where the model takes none',
  top_p: '`top_p`; dropped where the model takes none',
  tools: '`tools`; names of more than 64 letters are said differently, and back',
  tool_choice: '`tool_choice`',
  thinking: '`reasoning_effort`; dropped where the model has none',
  output_config: '`response_format` and `reasoning_effort`',
  output_format: '`response_format`',
  metadata: '`user`',
  service_tier: '`standard_only`: `default`; dropped where the model has no tiers',

  top_k: 'Chats have no such limit.',
  cache_control: 'A cache is found by its content. Also on blocks and tools.',
  context_management: 'Nothing is cleared: the client’s own compaction does it.',
  compaction: 'Nothing is summarised: the client’s own compaction does it.',
  diagnostics: 'Nobody else has them.',
  speed: 'Choose a faster model.',
  fallbacks: 'The alias of the configuration has its own chain.',
  fallback_credit_token: 'It belongs to Anthropic’s account.',
  billing_policy: 'It belongs to Anthropic’s account.',
  betas: 'Nobody else has them.',
  user_profile_id: 'It belongs to Anthropic’s account.',
  workspace_id: 'It belongs to Anthropic’s account.',

  'system[].billing_header':
    'Claude Code’s line for Anthropic, which changes with every request and would spoil the cache.',
  'messages[].clear_at': 'A message that was to be seen until the next one is left out after it.',
  'messages[].output_config': 'Effort is one for the whole request.',
  'messages[].thinking': 'earlier thoughts, where the provider takes them back; else dropped',
  'messages[].redacted_thinking': 'Nobody else can read it.',
  'messages[].server_tools': 'Calls of Anthropic’s own tools in earlier answers, and their results.',
  'content[].citations': 'Answers cite nothing.',
  'tools[].strict': '`strict`; dropped where the schema has optional or open parts',
  'tools[].defer_loading': 'Every tool is told at once.',
  'tools[].eager_input_streaming': 'Inputs come as they come.',
  'tools[].input_examples': 'Say it in the description.',
  'tools[].allowed_callers': 'Only the client calls tools.',
  'tool_choice.disable_parallel_tool_use':
    '`parallel_tool_calls`; dropped where the model has no such choice',
  'output_config.effort': '`reasoning_effort`, the nearest that the model has; dropped where it has none',
  'output_config.task_budget': 'Nobody else counts it.',
  'metadata.user_id': '`user`; dropped where the model takes none, and when longer than 64 letters',
}
