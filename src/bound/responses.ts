import type { JsonObject } from '../body/objects.ts'
import { takeReasoning } from './chat.ts'
import { takeDocument, takeFile, takeImageAddress, takeParts, type Parts, plain } from './media.ts'
import { limitsAt, listOf, objectOf, type Reading, takeOutput, takeUnbounded, takeWindow } from './reading.ts'
import { takeCompound, takeHiring } from './hiring.ts'
import { takeTools, type ToolRules } from './tools.ts'

/** https://platform.openai.com/docs/api-reference/responses/create */
const parts: Parts = {
  text: plain,
  input_text: plain,
  output_text: plain,
  reasoning_text: plain,
  summary_text: plain,
  refusal: plain,
  input_image: (reading, part) => takeImageAddress(reading, part['image_url'], 'input.input_image'),
  input_file: (reading, part) => takeDocument(reading, part['file_data'], 'input.input_file'),
  input_audio: (reading, part) => takeFile(reading, part['data'], 'input.input_audio'),
  computer_screenshot: (reading, part) =>
    takeImageAddress(reading, part['image_url'], 'input.computer_screenshot'),
}

function withOutput(reading: Reading, { output }: JsonObject): void {
  takeParts(
    reading,
    Array.isArray(output) || typeof output === 'string' ? output : [output],
    parts,
    'input.output',
  )
}

function withContent(reading: Reading, { content }: JsonObject): void {
  takeParts(reading, content, parts, 'input.content')
}

/** Items of `input`; what stands not here, an `item_reference` before all, is of unknown size. */
const items: Parts = {
  message: withContent,
  function_call: plain,
  function_call_output: withOutput,
  custom_tool_call: plain,
  custom_tool_call_output: withOutput,
  // Without its content, the provider looks it up by its id.
  reasoning: (reading, item) => {
    if (typeof item['encrypted_content'] !== 'string' && !Array.isArray(item['content']))
      takeWindow(reading, 'input.reasoning')
  },
  compaction: plain,
  compaction_summary: plain,
  local_shell_call: plain,
  local_shell_call_output: plain,
  shell_call: plain,
  shell_call_output: plain,
  apply_patch_call: plain,
  apply_patch_call_output: plain,
  tool_search_call: plain,
  tool_search_output: plain,
  computer_call: plain,
  computer_call_output: withOutput,
  web_search_call: plain,
  mcp_list_tools: plain,
  mcp_approval_request: plain,
  mcp_approval_response: plain,
}

/** https://platform.openai.com/docs/guides/tools: which of them the client runs. */
const clientTools = /^(function|custom|local_shell|apply_patch|computer|computer_use_preview)$/

/** A namespace has tools, and no namespaces. */
function isInNamespace(tool: JsonObject): boolean {
  return tool['type'] !== 'namespace' && responsesTools.plain(tool)
}

export const responsesTools: ToolRules = {
  plain: (tool) => {
    const { type } = tool
    if (typeof type !== 'string') return false
    if (type === 'namespace') return listOf(tool['tools']).every((inner) => isInNamespace(objectOf(inner)))
    if (type === 'shell') return objectOf(tool['environment'])['type'] === 'local'
    if (type === 'tool_search') return tool['execution'] === 'client'
    return clientTools.test(type)
  },
  // All that it generates: https://developers.openai.com/api/docs/guides/reasoning
  oneLimit: true,
  // Each call is charged: https://platform.openai.com/docs/pricing#built-in-tools. What it may bring:
  // https://platform.openai.com/docs/guides/tools-web-search#limitations
  hosted: [{ type: /^web_search/, charged: true, brings: 128_000 }],
}

/** A request of OpenAI's Responses API. */
export function readResponses(reading: Reading): void {
  takeResponsesInput(reading)
  takeOutput(reading, limitsAt(reading, ['max_output_tokens']), 1)
}

/** One that shortens a conversation: its answer takes no limit. */
export function readCompaction(reading: Reading): void {
  takeResponsesInput(reading)
  takeOutput(reading, [], 1)
}

function takeResponsesInput(reading: Reading): void {
  const { body } = reading
  takeHiring(reading, takeCompound(reading))
  if (body['background'] === true) reading.job = true
  for (const name of ['previous_response_id', 'conversation', 'prompt'] as const) {
    if (body[name] !== undefined && body[name] !== null) takeWindow(reading, name)
  }
  takePrompt(reading, body, 'prompt')
  takeItems(reading, body['input'])
  takeReasoning(reading)
  const { toolCallLimit } = reading.route.provider
  const ceiling = toolCallLimit === undefined ? {} : { ceiling: { of: 'body', name: toolCallLimit } as const }
  takeTools(reading, body['tools'], { ...responsesTools, ...ceiling })
}

/**
 * A stored prompt brings the model and the tools that stand in it, unless the request has its own; an empty list of tools
 * is one too: https://github.com/openai/openai-agents-js/pull/658
 */
export function takePrompt(reading: Reading, of: JsonObject, field: string): void {
  const { prompt, tools } = of
  if (prompt === undefined || prompt === null) return
  const own = [
    ...(reading.models.length > 0 ? [] : ['`model`']),
    ...(Array.isArray(tools) ? [] : ['`tools`']),
  ]
  if (own.length === 0) return
  const why = 'a stored prompt can bring a model and tools that the provider runs'
  takeUnbounded(reading, field, `${why}: send ${own.join(' and ')} beside it (a list of none will do)`)
}

function takeItems(reading: Reading, input: unknown): void {
  if (input === undefined || input === null || typeof input === 'string') return
  if (!Array.isArray(input)) return takeUnbounded(reading, 'input', 'it is neither a text nor a list')
  for (const item of input) {
    const { type, role } = objectOf(item)
    const kind = type ?? (typeof role === 'string' ? 'message' : undefined)
    takeParts(reading, [{ ...objectOf(item), type: kind }], items, 'input')
  }
}
