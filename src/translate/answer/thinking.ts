import { valueAt } from '../../usage/json.ts'

/** A block to be given back unchanged, in the next turn of a tool loop. */
export type ThinkingBlock =
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'redacted_thinking'; data: string }

/** Null for every other block, and for thinking without a signature: nobody would take it back. */
export function thinkingBlockOf(block: unknown): ThinkingBlock | null {
  const type = valueAt(block, 'type')
  const data = valueAt(block, 'data')
  if (type === 'redacted_thinking') return typeof data === 'string' ? { type, data } : null
  if (type !== 'thinking') return null
  const thinking = valueAt(block, 'thinking')
  const signature = valueAt(block, 'signature')
  if (typeof signature !== 'string' || signature === '') return null
  return { type, thinking: typeof thinking === 'string' ? thinking : '', signature }
}
