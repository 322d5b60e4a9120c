import { accept, refuse, type Result } from '../../refusal/refusal.ts'
import type { Block } from './cache.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { malformed } from './losses.ts'
import type { ModelTraits } from './model-traits.ts'

/** The tools that may be called, and which must be. */
export interface ToolUse {
  tools: Block[]
  /** The API's own, without `disable_parallel_tool_use`; null where nothing was asked. */
  choice: ToolChoice | null
}

export type ToolChoice = { type: 'auto' | 'any' | 'none' } | { type: 'tool'; name: string }

const words: Readonly<Record<string, ToolChoice['type'] & ('auto' | 'any' | 'none')>> = {
  auto: 'auto',
  none: 'none',
  required: 'any',
}

/** `tool_choice` in each of its forms, or the older `function_call`, for the tools of the request. */
export function translateToolChoice(
  body: JsonObject,
  tools: readonly Block[],
  traits: ModelTraits,
): Result<ToolUse> {
  const param = (body['tool_choice'] ?? null) === null ? 'function_call' : 'tool_choice'
  const use = usedBy(body[param] ?? null, tools, param)
  if (!use.ok) return use
  const { choice } = use.value
  const isForced = choice?.type === 'any' || choice?.type === 'tool'
  if (isForced && use.value.tools.length === 0)
    return malformed(param, 'not ask for a tool where there are none')
  if (isForced && !traits.forcedTools) {
    return refuse(
      'bad_request',
      `\`${param}\`: this model cannot be made to call a tool. Send \`auto\`, and ask for the call in the prompt.`,
      { param },
    )
  }
  return use
}

function usedBy(given: unknown, tools: readonly Block[], param: string): Result<ToolUse> {
  const all = [...tools]
  if (given === null) return accept({ tools: all, choice: null })
  if (typeof given === 'string' && Object.hasOwn(words, given)) {
    return accept({ tools: all, choice: { type: words[given] ?? 'auto' } })
  }
  if (!isObject(given)) return malformed(param, 'be `auto`, `none`, `required` or a tool')
  if (isObject(given['allowed_tools'])) return allowed(given['allowed_tools'], all, `${param}.allowed_tools`)
  const name = nameIn(given)
  if (name === null) return malformed(param, 'name a function')
  if (!all.some((tool) => tool['name'] === name))
    return malformed(param, 'name a function that is among the tools')
  return accept({ tools: all, choice: { type: 'tool', name } })
}

/** `allowed_tools`: the others are not sent, which is the only way not to allow them. */
function allowed({ mode, tools: given }: JsonObject, tools: Block[], param: string): Result<ToolUse> {
  if (mode !== 'auto' && mode !== 'required') return malformed(`${param}.mode`, 'be auto or required')
  if (!Array.isArray(given)) return malformed(`${param}.tools`, 'be a list')
  const names = given.map((tool: unknown) => (isObject(tool) ? nameIn(tool) : null))
  const sent = new Set(tools.map(({ name }) => name))
  if (!names.every((name) => name !== null && sent.has(name))) {
    return malformed(`${param}.tools`, 'name functions that are among the tools')
  }
  const allowedNames = new Set<unknown>(names)
  return accept({
    tools: tools.filter(({ name }) => allowedNames.has(name)),
    choice: { type: words[mode] ?? 'auto' },
  })
}

/** The function's name in `{ function: { name } }` and in the older `{ name }`. */
function nameIn(given: JsonObject): string | null {
  const { name } = isObject(given['function']) ? given['function'] : given
  return typeof name === 'string' ? name : null
}
