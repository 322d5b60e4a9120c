import type { JsonObject } from '../body/objects.ts'
import type { Change } from '../body/splice.ts'
import { takeThinking } from './chat.ts'
import { takeFile, takeImage } from './media.ts'
import { readInputs } from './inputs.ts'
import { readMessages } from './messages.ts'
import {
  countAt,
  type LimitPlace,
  listOf,
  objectOf,
  readNested,
  type Reading,
  takeOutput,
  takeUnbounded,
  takeWindow,
} from './reading.ts'
import { takeHiring } from './hiring.ts'
import { takeTools } from './tools.ts'

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html */
const textBlocks =
  /^(text|json|toolUse|cachePoint|guardContent|reasoningContent|citationsContent|searchResult|status)$/
const furtherModelFields =
  /^(thinking|reasoning_config|reasoningConfig|anthropic_beta|top_k|topK|stop_sequences|output_config)$/

function takeBlocks(reading: Reading, blocks: unknown): void {
  for (const item of listOf(blocks)) {
    for (const [name, block] of Object.entries(objectOf(item))) {
      const { bytes } = objectOf(objectOf(block)['source'])
      if (name === 'toolResult')
        readNested(reading, 'messages.toolResult', () => takeBlocks(reading, objectOf(block)['content']))
      else if (name === 'image' && typeof bytes === 'string') takeImage(reading, bytes)
      else if (!textBlocks.test(name))
        takeFile(reading, bytes, /^\w{1,40}$/.test(name) ? `messages.${name}` : 'messages')
    }
  }
}

/** A request of Bedrock's Converse API. */
export function readConverse(reading: Reading): void {
  const { body } = reading
  takeHiring(reading)
  // https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-management.html
  if (reading.models.some((model) => /:prompt\//.test(model)))
    takeUnbounded(reading, 'model', 'a stored prompt brings limits, tools and a model of its own')
  takeBlocks(reading, body['system'])
  for (const message of listOf(body['messages'])) takeBlocks(reading, objectOf(message)['content'])
  // A prompt that is stored, and its variables.
  if (body['promptVariables']) takeWindow(reading, 'promptVariables')
  const tools = objectOf(body['toolConfig'])['tools']
  takeTools(
    reading,
    tools,
    { plain: (tool) => 'toolSpec' in tool || 'cachePoint' in tool },
    'toolConfig.tools',
  )
  const more = objectOf(body['additionalModelRequestFields'])
  takeThinking(reading, objectOf(more['thinking'] ?? more['reasoning_config'] ?? more['reasoningConfig']))
  if (Object.keys(more).some((name) => !furtherModelFields.test(name)))
    takeUnbounded(
      reading,
      'additionalModelRequestFields',
      'it can set limits and tools that only the model knows',
    )
  takeOutput(reading, [nested(reading, 'inferenceConfig', 'maxTokens')], 1)
}

function nested(reading: Reading, outer: string, inner: string): LimitPlace {
  const path: Change['path'] = [outer, inner]
  const of: JsonObject = objectOf(reading.body[outer])
  return { path, asked: countAt(reading, of, inner, path.join('.')) }
}

/** Where the bodies of a vendor's models have their limit. https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters.html */
const limits: readonly { models: RegExp; path: Change['path']; other?: Change['path'] }[] = [
  { models: /(^|[./])meta\./, path: ['max_gen_len'] },
  { models: /(^|[./])amazon\.titan-t/, path: ['textGenerationConfig', 'maxTokenCount'] },
  {
    models: /(^|[./])amazon\.nova-(micro|lite|pro|premier)/,
    path: ['inferenceConfig', 'maxTokens'],
    // https://docs.aws.amazon.com/nova/latest/userguide/complete-request-schema.html
    other: ['inferenceConfig', 'max_new_tokens'],
  },
  { models: /(^|[./])openai\./, path: ['max_completion_tokens'] },
  { models: /(^|[./])(mistral|deepseek|qwen|cohere\.command|ai21\.jamba)/, path: ['max_tokens'] },
]

/** A request in a vendor's own shape, as its model has it. */
export function readInvoke(reading: Reading): void {
  const model = reading.route.model ?? ''
  if (/(^|[./])anthropic\./.test(model)) return readMessages(reading)
  takeHiring(reading)
  if (/(^|[./])(amazon\.titan|cohere)[.-]embed-/.test(model)) return readInputs(reading)
  const found = limits.find(({ models }) => models.test(model))
  if (!found)
    return takeUnbounded(reading, 'model', 'nobody knows where a body for this model has its limits')
  const inMessages = listOf(reading.body['messages']).flatMap((item) => {
    const { content } = objectOf(item)
    return listOf(content)
  })
  const isText = ({ type, ...rest }: JsonObject): boolean =>
    type === 'text' || type === 'tool_result' || Object.keys(rest).every((name) => textBlocks.test(name))
  if (!inMessages.every((part) => isText(objectOf(part)))) takeWindow(reading, 'messages.content')
  const tools = reading.body['tools'] ?? objectOf(reading.body['toolConfig'])['tools']
  takeTools(reading, tools, { plain: (tool) => tool['type'] === 'function' || 'toolSpec' in tool })
  const places = [found.path, ...(found.other ? [found.other] : [])].map((path) => placeAt(reading, path))
  const copies =
    (countAt(reading, reading.body, 'n') ?? 1) * (countAt(reading, reading.body, 'num_generations') ?? 1)
  takeOutput(reading, places, copies)
}

function placeAt(reading: Reading, path: Change['path']): LimitPlace {
  const [outer, inner] = path
  if (inner !== undefined) return nested(reading, outer, inner)
  return { path, asked: countAt(reading, reading.body, outer) }
}
