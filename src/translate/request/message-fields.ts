import { thinkingFields } from '../memory.ts'
import type { JsonObject } from './json-object.ts'
import type { Losses } from './losses.ts'

const always = ['role', 'content', 'cache_control', 'prompt_cache_breakpoint']

/** Fields that are said, or refused, by role. The name of a result's function is said by its call. */
const said: Readonly<Record<string, ReadonlySet<string>>> = {
  assistant: new Set([
    ...always,
    'refusal',
    'tool_calls',
    'function_call',
    'audio',
    thinkingFields.text,
    thinkingFields.blocks,
  ]),
  tool: new Set([...always, 'tool_call_id', 'name']),
  function: new Set([...always, 'name']),
}
const saidByOthers: ReadonlySet<string> = new Set(always)

/** Names the fields of a message that are not said; those with nothing in them are no loss. */
export function dropUnsaid(role: string, message: JsonObject, losses: Losses): void {
  for (const [field, value] of Object.entries(message)) {
    if ((said[role] ?? saidByOthers).has(field) || value === null || value === '') continue
    if (typeof value === 'object' && Object.keys(value).length === 0) continue
    if (field === 'name') losses.drop('messages[].name')
    else losses.dropUnknown('messages[].', field)
  }
}
