import { accept, type Result } from '../../../refusal/refusal.ts'
import { type JsonObject, textIn } from '../../request/json-object.ts'
import { translateDocument, translateSearchResult } from './document.ts'
import { refuseInside } from './losses.ts'
import { type Part, type Speaking, textParts, translateImage, translateText } from './parts.ts'

type Say = (block: JsonObject, where: string, speaking: Speaking) => Result<Part[]>

/** The blocks that a user or the result of a tool can bring, by their `type`. */
const blocks: Readonly<Record<string, Say>> = {
  text: translateText,
  image: translateImage,
  document: translateDocument,
  search_result: translateSearchResult,
  // What a client's own search for tools found: they are among the tools already.
  tool_reference: ({ tool_name: name }) => accept(textParts(`Tool: ${textIn(name)}`)),
}

/** A block of content as parts: none where it says nothing. */
export function translateBlock(block: JsonObject, where: string, speaking: Speaking): Result<Part[]> {
  const type = textIn(block['type'])
  const say = Object.hasOwn(blocks, type) ? blocks[type] : undefined
  if (!say) return refuseInside('content[].other', where)
  if (block['cache_control']) speaking.losses.drop('cache_control')
  return say(block, where, speaking)
}
