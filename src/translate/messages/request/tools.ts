import { accept, type Result } from '../../../refusal/refusal.ts'
import { isObject, type JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import type { FieldRule } from '../../field-rule.ts'
import { nested } from '../dropped.ts'
import { type MessageLosses, refuseInside } from './losses.ts'
import { isStrict } from './strict-schema.ts'
import type { ToolNames } from './tool-names.ts'

/** A function of a chat. */
export interface ChatTool {
  type: 'function'
  function: { name: string; description?: string; parameters: JsonObject; strict?: true }
}

/** The tools of a request, each with the client's own name for it. */
export function translateTools(
  given: unknown,
  names: ToolNames,
  losses: MessageLosses,
): Result<ReadonlyMap<string, ChatTool>> {
  const tools = new Map<string, ChatTool>()
  if ((given ?? null) === null) return accept(tools)
  if (!Array.isArray(given)) return malformed('tools', 'be a list')
  for (const [index, tool] of given.entries()) {
    const where = `tools[${index}]`
    if (!isObject(tool)) return malformed(where, 'be an object')
    if ((tool['type'] ?? 'custom') !== 'custom') return refuseInside('tools[].type', where)
    const { name } = tool
    if (typeof name !== 'string' || name === '') return malformed(`${where}.name`, 'be a text')
    if (tools.has(name)) return malformed(`${where}.name`, 'be its own')
    const translated = translateTool(tool, names.said(name), where, losses)
    if (!translated.ok) return translated
    tools.set(name, translated.value)
  }
  return accept(tools)
}

function translateTool(
  tool: JsonObject,
  name: string,
  where: string,
  losses: MessageLosses,
): Result<ChatTool> {
  const { description, input_schema: schema, strict } = tool
  if (!isObject(schema)) return malformed(`${where}.input_schema`, 'be a JSON schema')
  dropUnsaid(tool, losses)
  const isExact = strict === true && isStrict(schema)
  if (strict === true && !isExact) losses.drop('tools[].strict')
  return accept({
    type: 'function',
    function: {
      name,
      ...(typeof description === 'string' && description !== '' && { description }),
      parameters: parametersOf(schema),
      ...(isExact && { strict: true }),
    },
  })
}

/** `properties` may not be missing; `$schema` only names the language, which some providers refuse to hear. */
function parametersOf({ $schema: _language, ...schema }: JsonObject): JsonObject {
  const typed: JsonObject = { type: 'object', ...schema }
  return typed['type'] === 'object' && !isObject(typed['properties']) ? { ...typed, properties: {} } : typed
}

const said = new Set(['type', 'name', 'description', 'input_schema', 'strict'])

function dropUnsaid(tool: JsonObject, losses: MessageLosses): void {
  for (const [field, value] of Object.entries(tool)) {
    if (said.has(field) || value === null || value === undefined) continue
    const rules: Readonly<Record<string, FieldRule>> = nested
    const name = `tools[].${field}`
    if (Object.hasOwn(rules, name) && rules[name]?.idle(value)) continue
    if (field === 'cache_control') losses.drop(field)
    else losses.dropUnknown('tools[].', field)
  }
}
