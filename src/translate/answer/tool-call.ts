import { valueAt } from '../../usage/json.ts'

/** A call as both languages have it. `input` is JSON of any kind. */
export interface ToolCall {
  id: string
  name: string
  input: unknown
}

/** The call that a `tool_use` block makes; null for every other block, those of hosted tools too. */
export function toolCallOf(block: unknown): ToolCall | null {
  if (valueAt(block, 'type') !== 'tool_use') return null
  const id = valueAt(block, 'id')
  const name = valueAt(block, 'name')
  const input = valueAt(block, 'input')
  return { id: textOf(id), name: textOf(name), input }
}

/** The input as the JSON text that `arguments` holds. No input is an empty one. */
export function argumentsOf(input: unknown): string {
  return JSON.stringify(input ?? {})
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
