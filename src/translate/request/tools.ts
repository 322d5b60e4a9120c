import { accept, type Result } from '../../refusal/refusal.ts'
import { type Block, cacheMarkOf } from './cache.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { type Losses, malformed, refuseNested } from './losses.ts'
import { decodable } from './schema.ts'
import type { Turn } from './turns.ts'

/** The tools of a request, from `tools` and from the older `functions`. `structured`: the model takes `strict`. */
export function translateTools(body: JsonObject, structured: boolean, losses: Losses): Result<Block[]> {
  const blocks: Block[] = []
  for (const field of ['tools', 'functions'] as const) {
    const given = body[field] ?? []
    if (!Array.isArray(given)) return malformed(field, 'be a list')
    for (const [index, tool] of given.entries()) {
      const where = `${field}[${index}]`
      const block =
        field === 'tools' ? toolOf(tool, where, structured, losses) : functionOf(tool, where, false, losses)
      if (!block.ok) return block
      blocks.push(block.value)
    }
  }
  return accept(blocks)
}

function toolOf(tool: unknown, where: string, structured: boolean, losses: Losses): Result<Block> {
  if (!isObject(tool)) return malformed(where, 'be an object')
  if (tool['type'] === 'custom') return refuseNested('tools[].custom', where)
  if ((tool['type'] ?? 'function') !== 'function') return malformed(`${where}.type`, 'be function')
  dropUnknownOf(tool, toolFields, 'tools[]', losses)
  const block = functionOf(tool['function'], `${where}.function`, structured, losses)
  return block.ok ? accept({ ...block.value, ...cacheMarkOf(tool) }) : block
}

function functionOf(given: unknown, where: string, structured: boolean, losses: Losses): Result<Block> {
  if (!isObject(given)) return malformed(where, 'be an object')
  const { name, description, parameters, strict } = given
  if (typeof name !== 'string' || name === '') return malformed(`${where}.name`, 'be a text')
  if ((parameters ?? null) !== null && !isObject(parameters)) {
    return malformed(`${where}.parameters`, 'be a JSON schema')
  }
  dropUnknownOf(given, functionFields, 'tools[].function', losses)
  const schema = inputSchema(isObject(parameters) ? parameters : {})
  const exact = strict === true && structured ? decodable(schema) : null
  if (strict === true && !exact) losses.drop('tools[].function.strict')
  return accept({
    name,
    ...(typeof description === 'string' && description && { description }),
    input_schema: exact ?? schema,
    ...(exact && { strict: true }),
    ...cacheMarkOf(given),
  })
}

const marks = ['cache_control', 'prompt_cache_breakpoint']
const toolFields = new Set(['type', 'function', ...marks])
const functionFields = new Set(['name', 'description', 'parameters', 'strict', ...marks])

function dropUnknownOf(given: JsonObject, known: ReadonlySet<string>, where: string, losses: Losses): void {
  for (const [field, value] of Object.entries(given)) {
    if (!known.has(field) && value !== null) losses.dropUnknown(`${where}.`, field)
  }
}

/** The schema of a tool's input, which is an object's; `properties` may not be missing of an empty one. */
export function inputSchema(schema: JsonObject): JsonObject {
  return Object.keys(schema).length === 0 ? { type: 'object', properties: {} } : { type: 'object', ...schema }
}

/**
 * Stand-ins for the tools that a conversation speaks of and the request no longer has: the API takes no `tool_use`
 * without `tools`. With them goes a `tool_choice` of `none`.
 */
export function toolsSpokenOf(messages: readonly Turn[]): Block[] {
  const names = new Set<string>()
  for (const { content } of messages) {
    for (const { type, name } of content) if (type === 'tool_use') names.add(String(name))
  }
  return Array.from(names, (name) => ({ name, input_schema: inputSchema({}) }))
}
