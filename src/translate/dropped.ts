import {
  alwaysDropped,
  dropped,
  empty,
  type FieldRule,
  is,
  passed,
  refused,
  type RefusedOf,
} from './field-rule.ts'

function onlyText(value: unknown): boolean {
  return Array.isArray(value) && value.every((modality) => modality === 'text')
}

/** Every field of a chat completion request; one that is not here is dropped and named. */
export const fields = {
  model: passed,
  messages: passed,
  stream: passed,
  stream_options: passed,
  max_completion_tokens: passed,
  max_tokens: passed,
  stop: passed,
  temperature: passed,
  top_p: passed,
  top_k: passed,
  tools: passed,
  tool_choice: passed,
  parallel_tool_calls: passed,
  functions: passed,
  function_call: passed,
  response_format: passed,
  reasoning_effort: passed,
  thinking: passed,
  user: passed,
  safety_identifier: passed,
  service_tier: passed,
  cache_control: passed,

  seed: alwaysDropped,
  frequency_penalty: dropped(is(0)),
  presence_penalty: dropped(is(0)),
  logit_bias: dropped(empty),
  store: dropped(is(false)),
  metadata: dropped(empty),
  prediction: alwaysDropped,
  verbosity: dropped(is('medium')),
  prompt_cache_key: alwaysDropped,
  prompt_cache_options: dropped(empty),
  prompt_cache_retention: dropped(is('in_memory')),

  n: refused('There is one choice an answer: send several requests.', is(1)),
  logprobs: refused('Probabilities of tokens are not told.', is(false)),
  top_logprobs: refused('Probabilities of tokens are not told.', is(0)),
  audio: refused('Claude does not speak.'),
  modalities: refused('Claude answers in text.', onlyText),
  web_search_options: refused('The search is a tool of the Messages API: use `/v1/messages`.'),
  moderation: refused('Answers are not moderated this way.'),
} as const satisfies Record<string, FieldRule>

/** What has no counterpart inside messages, tools and options. */
export const nested = {
  'messages[].name': alwaysDropped,
  'messages[].reasoning_content': alwaysDropped,
  'messages[].thinking_blocks': passed,
  'messages[].cache_control': passed,
  'messages[].audio': refused('It names an answer that OpenAI has.'),
  'content[].image_url.detail': alwaysDropped,
  'content[].input_audio': refused('Claude does not hear.'),
  'content[].file.file_id': refused('It names a file that OpenAI has: send `file_data`.'),
  'tools[].custom': refused('Tools take JSON: describe it as a function.'),
  'tools[].function.strict': passed,
  'stream_options.include_obfuscation': alwaysDropped,
} as const satisfies Record<string, FieldRule>

type Rules = typeof fields & typeof nested
type Refused = RefusedOf<Rules>

/** The names that the code may drop, so that none is lost that is not in the tables. */
export type Droppable = Exclude<keyof Rules, Refused>

/** What stands inside and is refused by name. */
export type RefusedInside = Extract<keyof typeof nested, Refused>
