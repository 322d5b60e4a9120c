/** What a translated request tells the way back: plain data, made by the request half and read by the answer half. */
export interface TranslationMemory {
  /** The model as the client named it, prefix or alias and all. */
  model: string
  stream: boolean
  /** `stream_options.include_usage`: whether the client waits for a chunk with `choices: []` and the counts. */
  includeUsage: boolean | null
  /**
   * The tool whose input is the answer: `response_format: json_schema` on a model without structured outputs. Its
   * input is told as `content` (as JSON text, in a stream its `partial_json` as it comes), never as a tool call, and
   * `tool_use` then reads `stop`, unless other tools were called too. Null where content comes as content.
   */
  answerTool: string | null
  /** The client spoke `functions`, so a tool call is told as `function_call` and its finish reason likewise. */
  legacyFunctions: boolean
}

/**
 * Where thinking travels in chat messages, both ways. `reasoning_content` is its text, for people: the way up names it
 * as dropped. `thinking_blocks` are Anthropic's blocks as they came, signatures and all
 * (`{ type: 'thinking', thinking, signature }`, `{ type: 'redacted_thinking', data }`): an assistant message that
 * brings them back has them passed on unchanged, before its text and its tool calls. Clients that keep unknown fields
 * of a message (LiteLLM's name for it) lose no thinking in tool loops; for the others the request half goes by the
 * model's rule (`request/thinking.ts`).
 */
export const thinkingFields = { text: 'reasoning_content', blocks: 'thinking_blocks' } as const
