import { isObject, textIn } from '../request/json-object.ts'

/** Letters a token by what people measured of English, code and JSON; more letters of other scripts are a token each. */
const lettersOfOne = { ascii: 3.5, others: 1.2 }
/** Tokens of a picture, whatever its size: what a large one takes of most models. */
const picture = 1_600
/** Bytes of a PDF's page and its tokens, as picture and text. */
const page = { bytes: 60_000, tokens: 2_200 }
/** Tokens of what stands around a message. */
const around = 4

/**
 * About how many tokens a chat has, for nobody counts them for nothing: rather too many than too few, so that whoever
 * makes room by it does so in time. The body must not be nested deeper than a translation goes; `missingIn` says how
 * many letters a text in it has more than is shown.
 */
export function estimateTokens(
  chat: Readonly<Record<string, unknown>>,
  missingIn: MissingIn = () => 0,
): number {
  const { messages, tools, response_format: format } = chat
  return Math.ceil(tokensOf([messages, tools, format], missingIn))
}

type MissingIn = (text: string) => number

function tokensOf(value: unknown, missingIn: MissingIn): number {
  if (typeof value === 'string') return tokensOfText(value) + missingIn(value) / lettersOfOne.ascii
  if (Array.isArray(value))
    return value.reduce((sum: number, item: unknown) => sum + tokensOf(item, missingIn), 0)
  if (!isObject(value)) return value === undefined || value === null ? 0 : 1
  if (value['type'] === 'image_url') return picture
  if (value['type'] === 'file') return pagesOf(value['file'], missingIn) * page.tokens
  let sum = 'role' in value ? around : 0
  for (const [name, member] of Object.entries(value)) sum += tokensOfText(name) + tokensOf(member, missingIn)
  return sum
}

function tokensOfText(text: string): number {
  let ascii = 0
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) < 0x80) ascii++
  return ascii / lettersOfOne.ascii + (text.length - ascii) / lettersOfOne.others
}

/** Base64 has four letters for three bytes. */
function pagesOf(file: unknown, missingIn: MissingIn): number {
  const data = isObject(file) ? textIn(file['file_data']) : ''
  return Math.max(1, Math.ceil(((data.length + missingIn(data)) * 0.75) / page.bytes))
}
