import { accept, type Result } from '../../refusal/refusal.ts'
import type { TranslationMemory } from '../memory.ts'
import { type Block, type CacheDefault, withDefaultMarks } from './cache.ts'
import { callsFor, toolChoiceOf } from './calls.ts'
import { isTooDeep } from './depth.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { translateMaxTokens } from './limits.ts'
import { createLosses, malformed } from './losses.ts'
import { translateMessages } from './messages.ts'
import { traitsOf } from './model-traits.ts'
import { translateOptions } from './options.ts'
import { translateOutputFormat } from './output-format.ts'
import { translateSampling } from './sampling.ts'
import { thinks, translateThinking } from './thinking.ts'
import { translateToolChoice } from './tool-choice.ts'
import { toolsSpokenOf, translateTools } from './tools.ts'
import { sortOut } from './unsaid.ts'

/** What a translation must be told beside the request. */
export interface RequestMeans {
  /** The model's name upstream. */
  model: string
  /** The tokens that an answer of the model can have, for requests that do not say. */
  defaultMaxTokens: (model: string) => number
  /** `claude_cache`: the marks of requests that bear none. */
  cache: CacheDefault
}

/** A request for the Messages API, with what is left behind and what the way back needs. */
export interface TranslatedRequest {
  body: Record<string, unknown>
  /** Fields that could not be said, fit for `tollgate-dropped`. */
  dropped: string[]
  memory: TranslationMemory
}

/**
 * A chat completion request as a request for the Messages API of `anthropic-version: 2023-06-01`. Refused by name
 * where it is malformed or asks for what would change the answer's meaning; see `dropped.ts`.
 */
export function translateRequest(body: JsonObject, means: RequestMeans): Result<TranslatedRequest> {
  if (isTooDeep(body)) return malformed('messages', 'not be nested so deeply')
  const losses = createLosses()
  const traits = traitsOf(means.model)
  const refused = sortOut(body, losses)
  if (refused) return refused

  const conversation = translateMessages(body['messages'], traits.systemTurns, losses)
  if (!conversation.ok) return conversation
  const tools = translateTools(body, traits.structured, losses)
  if (!tools.ok) return tools
  const use = translateToolChoice(body, tools.value, traits)
  if (!use.ok) return use
  const output = translateOutputFormat(body['response_format'], use.value, traits)
  if (!output.ok) return output
  const maxTokens = translateMaxTokens(body, () => means.defaultMaxTokens(means.model), losses)
  if (!maxTokens.ok) return maxTokens

  const { messages } = conversation.value
  const system = [...conversation.value.system, ...listOf(output.value.instruction)]
  const calls = callsFor(use.value, output.value, toolsSpokenOf(messages))
  const isForced = calls.choice?.type === 'tool' || calls.choice?.type === 'any'
  const at = { traits, maxTokens: maxTokens.value, messages, isForced }
  const thinking = translateThinking(body, at, losses)
  if (!thinking.ok) return thinking
  const circumstances = { takesAny: traits.sampling, isThinking: thinks(thinking.value) }
  const sampling = translateSampling(body, circumstances, losses)
  if (!sampling.ok) return sampling
  const options = translateOptions(body, losses)
  if (!options.ok) return options

  const config = {
    ...(thinking.value.effort !== null && { effort: thinking.value.effort }),
    ...(output.value.format && { format: output.value.format }),
  }
  const marked = withDefaultMarks(
    { system, tools: calls.tools, messages },
    isObject(body['cache_control']) ? 'off' : means.cache,
  )
  return accept({
    body: {
      model: means.model,
      max_tokens: maxTokens.value,
      ...(marked.system.length > 0 && { system: marked.system }),
      messages: marked.messages,
      ...(marked.tools.length > 0 && { tools: marked.tools }),
      ...toolChoiceOf(
        calls,
        body['parallel_tool_calls'] === false || hasFunctions(body) || output.value.tool !== null,
      ),
      ...(Object.keys(config).length > 0 && { output_config: config }),
      ...(thinking.value.thinking && { thinking: thinking.value.thinking }),
      ...sampling.value,
      ...options.value,
    },
    dropped: losses.names(),
    memory: memoryOf(body, means, output.value.tool),
  })
}

function listOf(block: Block | null): Block[] {
  return block ? [block] : []
}

function memoryOf(body: JsonObject, means: RequestMeans, tool: Block | null): TranslationMemory {
  const options = body['stream_options']
  const asked = isObject(options) ? options['include_usage'] : null
  return {
    model: typeof body['model'] === 'string' ? body['model'] : means.model,
    stream: body['stream'] === true,
    includeUsage: typeof asked === 'boolean' ? asked : null,
    answerTool: tool ? String(tool['name']) : null,
    legacyFunctions: hasFunctions(body),
  }
}

/** A client of the older `functions`, whose answers have room for one call. */
function hasFunctions({ functions, tools }: JsonObject): boolean {
  return Array.isArray(functions) && (tools ?? null) === null
}
