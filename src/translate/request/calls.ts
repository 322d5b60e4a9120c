import type { Block } from './cache.ts'
import type { OutputFormat } from './output-format.ts'
import type { ToolChoice, ToolUse } from './tool-choice.ts'

/** The tools and the choice with the tool that is the answer, or with stand-ins where none is left. */
export function callsFor({ tools, choice }: ToolUse, { tool }: OutputFormat, spokenOf: Block[]): ToolUse {
  if (tool) {
    const isAlone = tools.length === 0 || choice?.type === 'none'
    return {
      tools: [...(tools.length === 0 ? spokenOf : tools), tool],
      choice: isAlone ? { type: 'tool', name: String(tool['name']) } : { type: 'any' },
    }
  }
  if (tools.length > 0) return { tools, choice }
  return spokenOf.length > 0 ? { tools: spokenOf, choice: { type: 'none' } } : { tools, choice: null }
}

/** The `tool_choice` to send. `isSingle`: one call an answer at most. */
export function toolChoiceOf(
  { tools, choice }: ToolUse,
  isSingle: boolean,
): { tool_choice?: ToolChoice & { disable_parallel_tool_use?: true } } {
  if (tools.length === 0 || (choice === null && !isSingle)) return {}
  const said = choice ?? { type: 'auto' as const }
  if (!isSingle || said.type === 'none') return { tool_choice: said }
  return { tool_choice: { ...said, disable_parallel_tool_use: true } }
}
