import type { JsonObject } from '../body/objects.ts'
import type { Change } from '../body/splice.ts'
import { takeFile, takeImage } from './media.ts'
import {
  countAt,
  listOf,
  objectOf,
  readNested,
  type Reading,
  refuseField,
  takeAgent,
  takeOutput,
  takeThinkingBudget,
  takeUnbounded,
  takeWindow,
  textIn,
} from './reading.ts'
import { takeHiring } from './hiring.ts'
import { takeTools, type ToolRules } from './tools.ts'

/** A Google field, which may be spelled in both ways: its name as sent, and its value. Both at once is refused. */
export function spelled(reading: Reading, of: JsonObject, name: string): { name: string; value: unknown } {
  const other = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const has = [name, other].filter((spelling) => of[spelling] !== undefined && of[spelling] !== null)
  if (has.length > 1) refuseField(reading, name, `there once: \`${other}\` is the same field`)
  const [found = name] = has
  return { name: found, value: of[found] }
}

/** https://ai.google.dev/api/caching#Part: what of a part is text. */
const textMembers =
  /^(text|thought|thought_?signature|function_?call|function_?response|executable_?code|code_?execution_?result|video_?metadata|media_?resolution|part_?metadata|tool_?call|tool_?response)$/i

/** Notes the parts of one content. */
export function takeGoogleParts(reading: Reading, content: unknown): void {
  const { parts } = objectOf(content)
  const given =
    parts === undefined && content !== undefined ? [content] : Array.isArray(parts) ? parts : [parts]
  for (const item of given) {
    if (item === undefined || item === null || typeof item === 'string') continue
    const part = objectOf(item)
    for (const name of Object.keys(part)) {
      if (/^inline_?data$/i.test(name)) takeInline(reading, objectOf(part[name]))
      else if (!textMembers.test(name))
        takeWindow(reading, `contents.parts.${/^\w{1,40}$/.test(name) ? name : '…'}`)
      else if (/^function_?response$/i.test(name)) {
        const inner = { parts: listOf(objectOf(part[name])['parts']) }
        readNested(reading, 'contents.parts', () => takeGoogleParts(reading, inner))
      }
    }
  }
}

function takeInline(reading: Reading, blob: JsonObject): void {
  const type = spelled(reading, blob, 'mimeType').value
  const { data } = blob
  if (typeof type !== 'string' || typeof data !== 'string')
    return takeWindow(reading, 'contents.parts.inlineData')
  if (type.startsWith('image/')) takeImage(reading, data)
  else if (!type.startsWith('text/')) takeFile(reading, data, 'contents.parts.inlineData')
}

/** https://ai.google.dev/api/caching#Tool: all others run at Google. */
const googleTools: ToolRules = {
  plain: (tool) => Object.keys(tool).every((name) => /^function_?declarations$/i.test(name)),
}

/** A request of Google's `generateContent`, in both of its spellings. */
export function readGenerate(reading: Reading): void {
  const { body } = reading
  takeHiring(reading)
  for (const content of Array.isArray(body['contents']) ? body['contents'] : [body['contents']])
    takeGoogleParts(reading, content)
  takeGoogleParts(reading, spelled(reading, body, 'systemInstruction').value)
  takeCache(reading, body)
  takeTools(reading, body['tools'], googleTools)
  const at = spelled(reading, body, 'generationConfig')
  const config = objectOf(at.value)
  takeGoogleThinking(reading, objectOf(spelled(reading, config, 'thinkingConfig').value))
  const limit = spelled(reading, config, 'maxOutputTokens').name
  const copies = spelled(reading, config, 'candidateCount').name
  const path: Change['path'] = [at.name, limit]
  const asked = countAt(reading, config, limit, path.join('.'))
  const times = countAt(reading, config, copies, `${at.name}.${copies}`) ?? 1
  takeOutput(reading, drawsOrSpeaks(reading, config) ? [] : [{ path, asked }], times)
}

/** A cache has tools in it that nobody is shown, and whose place no others can take: https://ai.google.dev/api/caching#CachedContent */
export function takeCache(reading: Reading, of: JsonObject, field = 'cachedContent'): void {
  if (!spelled(reading, of, 'cachedContent').value) return
  takeWindow(reading, field)
  takeUnbounded(reading, field, 'the cache can bring tools that the provider runs')
}

/** https://ai.google.dev/gemini-api/docs/thinking */
export function takeGoogleThinking(reading: Reading, config: JsonObject): void {
  const { name, value } = spelled(reading, config, 'thinkingBudget')
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= -1)
    takeThinkingBudget(reading, value)
  else if (value !== undefined && value !== null)
    refuseField(reading, `thinkingConfig.${name}`, 'a whole number, or -1')
  else if (spelled(reading, config, 'thinkingLevel').value) takeAgent(reading)
}

/** Nothing says that a limit in tokens holds for images or sound: then it is what the model can. */
function drawsOrSpeaks(reading: Reading, config: JsonObject): boolean {
  const modalities = listOf(spelled(reading, config, 'responseModalities').value)
  const others = modalities.some((modality) => textIn(modality).toUpperCase() !== 'TEXT')
  return others || /(^|-)(image|tts|audio)(-|$)/.test(reading.route.model ?? '')
}
