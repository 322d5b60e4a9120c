import { quote } from '../../refusal/client-text.ts'
import { accept, refuse, type Result } from '../../refusal/refusal.ts'
import { type Block, cacheMarkOf } from './cache.ts'
import { isDataUri, readDataUri } from './data-uri.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { type Losses, malformed, refuseNested } from './losses.ts'

type Part = (part: JsonObject, where: string, losses: Losses) => Result<Block | null>

/** The parts of content that can be said, by their `type`. A null block is one with nothing in it. */
const parts: Readonly<Record<string, Part>> = {
  text: (part, where) => text(part['text'], `${where}.text`),
  refusal: (part, where) => text(part['refusal'], `${where}.refusal`),
  image_url: image,
  file,
  input_audio: (_part, where) => refuseNested('content[].input_audio', where),
}

/** Types of images that the Messages API takes. https://platform.claude.com/docs/en/build-with-claude/vision */
const imageTypes: Readonly<Record<string, string>> = {
  'image/jpeg': 'image/jpeg',
  'image/jpg': 'image/jpeg',
  'image/png': 'image/png',
  'image/gif': 'image/gif',
  'image/webp': 'image/webp',
}

/** One part of a message's content as a block, with its cache mark. `kinds` are the types that may stand there. */
export function translatePart(
  part: unknown,
  where: string,
  kinds: ReadonlySet<string>,
  losses: Losses,
): Result<Block | null> {
  if (!isObject(part)) return malformed(where, 'be an object with a `type`')
  const kind = part['type']
  const isAllowed = typeof kind === 'string' && (kinds.has(kind) || kind === 'input_audio')
  const known = isAllowed && Object.hasOwn(parts, kind) ? parts[kind] : undefined
  if (!known) {
    return malformed(`${where}.type`, `be one of ${Array.from(kinds).join(', ')}`)
  }
  const block = known(part, where, losses)
  return block.ok && block.value ? accept({ ...block.value, ...cacheMarkOf(part) }) : block
}

/** A block of text; null where the API would refuse it as empty. */
export function textBlock(value: string): Block | null {
  return value.trim() === '' ? null : { type: 'text', text: value }
}

function text(value: unknown, where: string): Result<Block | null> {
  return typeof value === 'string' ? accept(textBlock(value)) : malformed(where, 'be a text')
}

function image(part: JsonObject, where: string, losses: Losses): Result<Block> {
  const given = part['image_url']
  const url = isObject(given) ? given['url'] : given
  const at = `${where}.image_url.url`
  if (typeof url !== 'string') return malformed(at, 'be a URL')
  const detail = isObject(given) ? (given['detail'] ?? 'auto') : 'auto'
  if (detail !== 'auto') losses.drop('content[].image_url.detail')
  if (isDataUri(url)) return fromData(url, at)
  if (!/^https?:\/\//i.test(url)) return malformed(at, 'be an https URL or a base64 data URI')
  return accept({ type: 'image', source: { type: 'url', url } })
}

function file(part: JsonObject, where: string): Result<Block> {
  const given = isObject(part['file']) ? part['file'] : {}
  const { file_data: data, file_id: id, filename } = given
  const at = `${where}.file.file_data`
  if (typeof id === 'string') return refuseNested('content[].file.file_id', `${where}.file.file_id`)
  if (typeof data !== 'string') return malformed(at, 'be a base64 data URI')
  const block = fromData(data, at)
  if (!block.ok || block.value['type'] !== 'document') return block
  return accept(typeof filename === 'string' && filename ? { ...block.value, title: filename } : block.value)
}

function fromData(url: string, where: string): Result<Block> {
  const read = readDataUri(url)
  if (!read) return malformed(where, 'be a base64 data URI with a type and data: `data:image/png;base64,…`')
  const { mediaType, data } = read
  if (mediaType === 'application/pdf') {
    return accept({ type: 'document', source: { type: 'base64', media_type: mediaType, data } })
  }
  const imageType = Object.hasOwn(imageTypes, mediaType) ? imageTypes[mediaType] : undefined
  if (!imageType) {
    return refuse(
      'bad_request',
      `\`${where}\` is of the type ${quote(mediaType) || 'nothing'}. A Claude model reads image/jpeg, image/png, ` +
        'image/gif, image/webp and application/pdf.',
      { param: where },
    )
  }
  return accept({ type: 'image', source: { type: 'base64', media_type: imageType, data } })
}
