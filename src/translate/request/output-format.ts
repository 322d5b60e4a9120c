import { accept, refuse, type Result } from '../../refusal/refusal.ts'
import type { Block } from './cache.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { malformed } from './losses.ts'
import type { ModelTraits } from './model-traits.ts'
import { decodable } from './schema.ts'
import type { ToolUse } from './tool-choice.ts'
import { inputSchema } from './tools.ts'

/** How an answer is given its form. */
export interface OutputFormat {
  /** `output_config.format`. */
  format: JsonObject | null
  /** An instruction after the system's texts. */
  instruction: Block | null
  /** A tool whose input is the answer. */
  tool: Block | null
}

const free: OutputFormat = { format: null, instruction: null, tool: null }
const instruction: Block = {
  type: 'text',
  text: 'Answer with one valid JSON object and nothing else: no text around it, no code fence.',
}

/**
 * `response_format`. A schema is held by constrained decoding where the model has it and the schema can be said so,
 * else by a tool that must be called. For `json_object` there is no such thing: it is an instruction.
 */
export function translateOutputFormat(
  given: unknown,
  use: ToolUse,
  traits: ModelTraits,
): Result<OutputFormat> {
  const param = 'response_format'
  if ((given ?? null) === null) return accept(free)
  if (!isObject(given)) return malformed(param, 'be an object with a `type`')
  if (given['type'] === 'text') return accept(free)
  if (given['type'] === 'json_object') return accept({ ...free, instruction })
  if (given['type'] !== 'json_schema')
    return malformed(`${param}.type`, 'be text, json_object or json_schema')
  const { schema, description } = isObject(given['json_schema']) ? given['json_schema'] : {}
  if (schema === undefined || schema === null) return accept({ ...free, instruction })
  const where = `${param}.json_schema.schema`
  if (!isObject(schema)) return malformed(where, 'be a JSON schema')
  const exact = traits.structured ? decodable(schema) : null
  if (exact) return accept({ ...free, format: { type: 'json_schema', schema: exact } })
  if (use.choice?.type === 'tool' || use.choice?.type === 'any') return accept(free)
  if (!traits.forcedTools || (schema['type'] ?? 'object') !== 'object') {
    return refuse(
      'bad_request',
      `\`${where}\` cannot be held by this model: it takes a schema for an object, all of whose keys are named, ` +
        'and which is not within itself.',
      { param: where },
    )
  }
  const said = typeof description === 'string' ? description : 'The answer. Call it once, at the end.'
  return accept({
    ...free,
    tool: { name: nameBeside(use.tools), description: said, input_schema: inputSchema(schema) },
  })
}

/** A name for the tool that no other has. */
function nameBeside(tools: readonly Block[]): string {
  const taken = new Set(tools.map((tool) => tool['name']))
  let name = 'answer'
  while (taken.has(name)) name += '_'
  return name
}
