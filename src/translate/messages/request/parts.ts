import { accept, type Result } from '../../../refusal/refusal.ts'
import { isObject, type JsonObject, textIn } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import { type MessageLosses, refuseInside } from './losses.ts'

/** A part of a chat message's content. */
export type Part =
  | { type: 'text'; text: string }
  | { type: 'image_url'; image_url: { url: string } }
  | { type: 'file'; file: { filename: string; file_data: string } }

/** What decides how content is said. */
export interface Speaking {
  /** The provider's chat takes PDFs, as `file` parts. */
  takesFiles: boolean
  losses: MessageLosses
}

/** A text as a part; none where it is empty, which some providers refuse. */
export function textParts(text: string): Part[] {
  return text === '' ? [] : [{ type: 'text', text }]
}

/** The shortest way to say parts: as one text where they are texts, because not every provider takes lists. */
export function contentOf(parts: readonly Part[]): string | readonly Part[] {
  const texts = parts.flatMap((part) => (part.type === 'text' ? [part.text] : []))
  return texts.length === parts.length ? texts.join('\n\n') : parts
}

/** The text of a `text` block. */
export function translateText({ text }: JsonObject, where: string): Result<Part[]> {
  return typeof text === 'string' ? accept(textParts(text)) : malformed(`${where}.text`, 'be a text')
}

/** A picture by its address, or in a data URI. */
export function translateImage(block: JsonObject, where: string): Result<Part[]> {
  const source = isObject(block['source']) ? block['source'] : {}
  const { type, media_type: mediaType, data, url } = source
  if (type === 'file') return refuseInside('content[].file_id', `${where}.source`)
  if (type === 'url' && typeof url === 'string') return accept([imagePart(url)])
  if (type === 'base64' && typeof mediaType === 'string' && typeof data === 'string') {
    return accept([imagePart(`data:${mediaType};base64,${data}`)])
  }
  return malformed(`${where}.source`, 'be a URL, or base64 with its `media_type` and `data`')
}

function imagePart(url: string): Part {
  return { type: 'image_url', image_url: { url } }
}

type Say = (block: JsonObject, where: string) => Result<Part[]>

/** What can stand inside other blocks. */
const inner: Readonly<Record<string, Say>> = { text: translateText, image: translateImage }

/** Texts and pictures inside another block: a text, or a list of blocks. */
export function translateInner(content: unknown, where: string): Result<Part[]> {
  if (typeof content === 'string') return accept(textParts(content))
  if (!Array.isArray(content)) return malformed(where, 'be a text or a list of blocks')
  const parts: Part[] = []
  for (const [index, block] of content.entries()) {
    const at = `${where}[${index}]`
    const type = isObject(block) ? textIn(block['type']) : ''
    const say = Object.hasOwn(inner, type) ? inner[type] : undefined
    if (!say) return malformed(at, 'be a block of text or an image')
    const said = say(block as JsonObject, at)
    if (!said.ok) return said
    parts.push(...said.value)
  }
  return accept(parts)
}
