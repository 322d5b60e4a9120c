import { accept, type Result } from '../../refusal/refusal.ts'
import { type Block, cacheMarkOf, markLast } from './cache.ts'
import type { JsonObject } from './json-object.ts'
import { type Losses, malformed } from './losses.ts'
import { textBlock, translatePart } from './parts.ts'

/** Types of parts by who says them. */
export const partKinds = {
  system: new Set(['text']),
  user: new Set(['text', 'image_url', 'file']),
  assistant: new Set(['text', 'refusal']),
  tool: new Set(['text', 'image_url', 'file']),
} as const

/**
 * A message's `content` as blocks: a text, a list of parts, or null. Texts without a visible character are left out,
 * for the API refuses them; so the list can be empty.
 */
export function translateContent(
  content: unknown,
  where: string,
  kinds: ReadonlySet<string>,
  losses: Losses,
): Result<Block[]> {
  if (content === null || content === undefined) return accept([])
  if (typeof content === 'string') return accept([textBlock(content)].filter((block) => block !== null))
  if (!Array.isArray(content)) return malformed(where, 'be a text or a list of parts')
  const blocks: Block[] = []
  for (const [index, part] of content.entries()) {
    const block = translatePart(part, `${where}[${index}]`, kinds, losses)
    if (!block.ok) return block
    if (block.value) blocks.push(block.value)
  }
  return accept(blocks)
}

/** The blocks with the message's own cache mark, which goes to the last of them. */
export function withMessageMark(blocks: Block[], message: JsonObject, losses: Losses): Block[] {
  const mark = cacheMarkOf(message)
  if (!mark) return blocks
  const marked = markLast(blocks, mark)
  if (!marked.some((block, index) => block !== blocks[index])) losses.drop('messages[].cache_control')
  return marked
}
