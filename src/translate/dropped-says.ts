import type { Droppable } from './dropped.ts'

/**
 * What the README says of each field that is not refused: how it is said in the Messages API, or why nothing is lost.
 * Apart from the rules, because the Worker has no use for it.
 */
export const droppedSays: Readonly<Record<Droppable, string>> = {
  model: '`model`',
  messages: '`system` and `messages`',
  stream: '`stream`',
  stream_options: '`include_usage` decides whether the last chunk has the counts',
  max_completion_tokens: '`max_tokens`; without it, what the model can say at most',
  max_tokens: '`max_tokens`; dropped where `max_completion_tokens` says otherwise',
  stop: '`stop_sequences`; those of white space only are dropped',
  temperature: '`temperature`, 1 at most; dropped where the model takes none, and while it thinks',
  top_p:
    '`top_p`; dropped where the model takes none, beside a `temperature`, and below 0.95 while it thinks',
  top_k: '`top_k`; dropped where the model takes none, and while it thinks',
  tools: '`tools`',
  tool_choice: '`tool_choice`; refused where the model cannot be made to call a tool',
  parallel_tool_calls: '`tool_choice.disable_parallel_tool_use`',
  functions: '`tools`, one call an answer',
  function_call: '`tool_choice`',
  response_format:
    '`json_schema`: `output_config.format`, or one tool that must be called; `json_object`: an instruction',
  reasoning_effort:
    '`thinking` and `output_config.effort`; dropped where the model cannot think so (see below)',
  thinking: '`thinking`, as it is; dropped like `reasoning_effort`',
  user: '`metadata.user_id`; dropped where it reads like an address or a phone number',
  safety_identifier: '`metadata.user_id`, before `user`',
  service_tier: '`auto` and `priority`: `auto`; `default`: `standard_only`; others are dropped',
  cache_control: '`cache_control`; also on messages, parts and tools',

  seed: 'No answer can be repeated.',
  frequency_penalty: 'There are no penalties.',
  presence_penalty: 'There are no penalties.',
  logit_bias: 'Tokens have no bias.',
  store: 'Nothing is stored.',
  metadata: 'It belongs to stored completions.',
  prediction: 'It makes an answer faster, not another.',
  verbosity: 'Say it in the prompt.',
  prompt_cache_key: 'A cache is found by its content.',
  prompt_cache_options: 'Parts say it: `cache_control`.',
  prompt_cache_retention: 'Parts say it: `cache_control`.',

  'messages[].name': 'Speakers have no names.',
  'messages[].reasoning_content': 'Text without its signature; see `thinking_blocks`.',
  'messages[].thinking_blocks': '`thinking` blocks; dropped where unsigned',
  'messages[].cache_control': 'On the last block of the message; dropped where it has none',
  'content[].image_url.detail': 'Images have no level of detail.',
  'tools[].function.strict': '`strict`; dropped where the model or the schema cannot',
  'stream_options.include_obfuscation': 'Chunks are not padded.',
}
