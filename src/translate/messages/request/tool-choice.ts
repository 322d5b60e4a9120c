import { accept, type Result } from '../../../refusal/refusal.ts'
import { isObject, type JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import type { MessageLosses } from './losses.ts'
import type { ChatTraits } from './model-traits.ts'
import type { ChatTool } from './tools.ts'

/** `tools`, `tool_choice` and `parallel_tool_calls` of a chat; a member that is not there is the default. */
export interface ToolUse {
  tools?: readonly ChatTool[]
  tool_choice?: 'none' | 'required' | { type: 'function'; function: { name: string } }
  parallel_tool_calls?: false
}

const param = 'tool_choice'

/** The tools that may be called, and which must be. `tools` by the client's own names. */
export function translateToolChoice(
  given: unknown,
  tools: ReadonlyMap<string, ChatTool>,
  { parallelChoice }: ChatTraits,
  losses: MessageLosses,
): Result<ToolUse> {
  const asked = given ?? { type: 'auto' }
  if (!isObject(asked)) return malformed(param, 'be an object with a `type`')
  const choice = choiceOf(asked, tools)
  if (!choice.ok || tools.size === 0) return choice
  const isSingle = asked['disable_parallel_tool_use'] === true
  if (isSingle && !parallelChoice) losses.drop('tool_choice.disable_parallel_tool_use')
  return accept({
    tools: [...tools.values()],
    ...choice.value,
    ...(isSingle && parallelChoice && { parallel_tool_calls: false }),
  })
}

function choiceOf({ type, name }: JsonObject, tools: ReadonlyMap<string, ChatTool>): Result<ToolUse> {
  if (type === 'auto') return accept({})
  if (type === 'none') return accept(tools.size === 0 ? {} : { tool_choice: 'none' })
  if (type !== 'any' && type !== 'tool') return malformed(`${param}.type`, 'be auto, any, tool or none')
  if (tools.size === 0) return malformed(param, 'not ask for a tool where there are none')
  if (type === 'any') return accept({ tool_choice: 'required' })
  const tool = typeof name === 'string' ? tools.get(name) : undefined
  if (!tool) return malformed(`${param}.name`, 'be the name of one of the tools')
  return accept({ tool_choice: { type: 'function', function: { name: tool.function.name } } })
}
