import { accept, type Result } from '../../../refusal/refusal.ts'
import { isObject, type JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import { refuseInside } from './losses.ts'
import { type Part, type Speaking, textParts, translateInner } from './parts.ts'

/** A document as parts: its title and context as text, a PDF as a file where the provider takes files. */
export function translateDocument(block: JsonObject, where: string, speaking: Speaking): Result<Part[]> {
  const { title, context, citations } = block
  if (isObject(citations) && citations['enabled'] === true) speaking.losses.drop('content[].citations')
  const source = isObject(block['source']) ? block['source'] : {}
  const content = bodyOf(source, title, `${where}.source`, speaking)
  if (!content.ok) return content
  return accept([...textParts(lines(title, context)), ...content.value])
}

/** What a search found, as text. */
export function translateSearchResult(block: JsonObject, where: string): Result<Part[]> {
  const content = translateInner(block['content'] ?? [], `${where}.content`)
  if (!content.ok) return content
  return accept([...textParts(lines(block['title'], block['source'])), ...content.value])
}

function lines(...texts: readonly unknown[]): string {
  return texts.filter((text) => typeof text === 'string' && text !== '').join('\n')
}

function bodyOf(source: JsonObject, title: unknown, where: string, { takesFiles }: Speaking): Result<Part[]> {
  const { type, media_type: mediaType, data, content } = source
  if (type === 'file') return refuseInside('content[].file_id', where)
  if (type === 'url') return refuseInside('content[].document.url', where)
  if (type === 'content') return translateInner(content, `${where}.content`)
  if (typeof data !== 'string') return malformed(where, 'be a text, base64 or content')
  if (type === 'text') return accept(textParts(data))
  if (type !== 'base64' || mediaType !== 'application/pdf')
    return malformed(`${where}.media_type`, 'be application/pdf')
  if (!takesFiles) return refuseInside('content[].document', where)
  const filename = typeof title === 'string' && title !== '' ? title : 'document.pdf'
  return accept([{ type: 'file', file: { filename, file_data: `data:${mediaType};base64,${data}` } }])
}
