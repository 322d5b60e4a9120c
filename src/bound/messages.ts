import type { JsonObject } from '../body/objects.ts'
import { takeReasoning, takeThinking } from './chat.ts'
import { takeDocument, takeFile, takeImage, takeParts, type Parts, plain } from './media.ts'
import {
  countAt,
  limitsAt,
  listOf,
  objectOf,
  type Reading,
  takeOutput,
  takeUnbounded,
  takeWindow,
  textIn,
} from './reading.ts'
import { bytesOf } from './text-bytes.ts'
import { takeHiring } from './hiring.ts'
import { takeTools, type ToolRules } from './tools.ts'

/** https://docs.anthropic.com/en/api/messages */
const parts: Parts = {
  text: plain,
  connector_text: plain,
  thinking: plain,
  redacted_thinking: plain,
  compaction: plain,
  tool_use: plain,
  server_tool_use: plain,
  mcp_tool_use: plain,
  search_result: plain,
  web_search_tool_result: plain,
  code_execution_tool_result: plain,
  bash_code_execution_tool_result: plain,
  text_editor_code_execution_tool_result: plain,
  tool_result: (reading, { content }) => takeParts(reading, content, parts, 'messages.tool_result'),
  mcp_tool_result: (reading, { content }) => takeParts(reading, content, parts, 'messages.mcp_tool_result'),
  web_fetch_tool_result: (reading, { content }) => {
    const { content: fetched } = objectOf(content)
    if (fetched !== undefined) takeParts(reading, [fetched], parts, 'messages.web_fetch_tool_result')
  },
  image: takeSource,
  document: takeSource,
  // It stands for the whole definition of the tool, as often as it is there.
  tool_reference: (reading) => {
    reading.tokens += largestTool(reading)
  },
}

function takeSource(reading: Reading, { type, source: given }: JsonObject): void {
  const source = objectOf(given)
  const field = `messages.${textIn(type)}`
  if (type === 'image' && source['type'] === 'base64' && typeof source['data'] === 'string')
    return takeImage(reading, source['data'])
  if (type === 'document' && source['type'] === 'text') return
  if (type === 'document' && source['type'] === 'content')
    return takeParts(reading, source['content'], parts, field)
  const payload = source['type'] === 'base64' ? source['data'] : undefined
  if (type === 'document') return takeDocument(reading, payload, field)
  takeFile(reading, payload, field)
}

const largest = new WeakMap<Reading, number>()

function largestTool(reading: Reading): number {
  let size = largest.get(reading)
  if (size === undefined) {
    size = Math.max(0, ...listOf(reading.body['tools']).map((tool) => bytesOf(tool, reading.missingIn)))
    largest.set(reading, size)
  }
  return size
}

export const messagesTools: ToolRules = {
  plain: ({ type }) => type === undefined || type === null || type === 'custom',
  described: /^(bash|text_editor|computer|memory)_\d{8}$/,
  // Searches are charged each, fetches by their tokens only: https://docs.anthropic.com/en/docs/about-claude/pricing
  hosted: [
    { type: /^web_search_\d{8}$/, charged: true },
    { type: /^web_fetch_\d{8}$/, charged: false },
  ],
  ceiling: { of: 'tool', name: 'max_uses' },
}

/**
 * Models that answer in the place of one that declines, each with limits of its own. One that declines amid its answer is
 * paid for too: https://platform.claude.com/docs/en/build-with-claude/refusals-and-fallback
 */
function takeFallbacks(reading: Reading): void {
  const fallbacks = listOf(reading.body['fallbacks']).map(objectOf)
  const most = countAt(reading, reading.body, 'max_tokens') ?? 0
  for (const entry of fallbacks) {
    const own = countAt(reading, entry, 'max_tokens', 'fallbacks.max_tokens') ?? 0
    if (own > most)
      takeUnbounded(reading, 'fallbacks', 'its `max_tokens` must not be above that of the request')
    // Nothing lowers it there.
    reading.floor = Math.max(reading.floor, own)
    takeThinking(reading, objectOf(entry['thinking']))
  }
  reading.calls = (reading.calls + 1) * (fallbacks.length + 1) - 1
  reading.searches *= fallbacks.length + 1
}

/** A request of Anthropic's Messages API, or of one like it. */
export function readMessages(reading: Reading): void {
  const { body } = reading
  takeHiring(reading)
  takeParts(reading, body['system'], parts, 'system')
  for (const message of listOf(body['messages']))
    takeParts(reading, objectOf(message)['content'], parts, 'messages.content')
  takeReasoning(reading)
  takeTools(reading, body['tools'], messagesTools)
  takeFallbacks(reading)
  // Named for its own door only; elsewhere such a field is unknown and refused.
  if (typeof body['conversation'] === 'string') takeWindow(reading, 'conversation')
  takeOutput(reading, limitsAt(reading, ['max_tokens']), 1)
}
