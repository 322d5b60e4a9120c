import { accept, type Result } from '../../../refusal/refusal.ts'
import type { JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import { contentOf, type Part, type Speaking, textParts } from './parts.ts'
import { blocksOf, type Said } from './turns.ts'

/** Claude Code tells Anthropic its version in such a line, with a sum that differs from request to request. */
const billing = /^x-anthropic-billing-header:[^\n]*\n?/

/** `system` and what was instructed before the first turn, as one message; none where nothing is said. */
export function translateSystem(
  system: unknown,
  instructions: readonly Said[],
  { losses }: Speaking,
): Result<JsonObject[]> {
  const blocks = blocksOf(system, 'system', 'system')
  if (!blocks.ok) return blocks
  const parts: Part[] = []
  for (const { block, where } of [...blocks.value, ...instructions]) {
    if (block['type'] !== 'text') return malformed(where, 'be a block of text')
    if (block['cache_control']) losses.drop('cache_control')
    const { text } = block
    if (typeof text !== 'string') return malformed(`${where}.text`, 'be a text')
    if (billing.test(text)) losses.drop('system[].billing_header')
    parts.push(...textParts(text.replace(billing, '')))
  }
  return accept(parts.length > 0 ? [{ role: 'system', content: contentOf(parts) }] : [])
}
