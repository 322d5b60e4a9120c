import { hasEscapedLetter } from '../body/members.ts'
import { type JsonObject, objectsIn } from '../body/objects.ts'

/**
 * Members of a request body whose text value names an object that lives in the shared upstream account: naming one
 * reads it as surely as its path would. Only `previous_response_id` stays free: it is unguessable and its own answer.
 */
const naming: ReadonlySet<string> = new Set([
  // OpenAI: https://platform.openai.com/docs/api-reference/responses/create
  'file_id',
  'file_ids',
  'vector_store_ids',
  'container',
  'conversation',
  // Anthropic: https://docs.anthropic.com/en/api/messages
  'skill_id',
  // Google, in both spellings: https://ai.google.dev/api/generate-content
  'cachedContent',
  'cached_content',
  'fileUri',
  'file_uri',
  'fileSearchStoreNames',
  'file_search_store_names',
  // Azure OpenAI on your data
  'index_name',
])

/** Members below which a model or a user wrote freely; a name there is talk, not a reference. */
const freeText = /^(arguments|args|parameters|input_schema|\w*metadata)$/i

/** The members that `storedObjectNamed` reads. */
export const storedObjectMembers: readonly string[] = [...naming]

const quick = new RegExp(`"(${storedObjectMembers.join('|')})"`)

/** Whether a JSON text can name a stored object at all. */
export function mayNameStoredObject(text: string): boolean {
  return quick.test(text) || hasEscapedLetter(text)
}

/** The member of a body that names a stored object, or null. */
export function storedObjectNamed(body: unknown): string | null {
  for (const object of objectsIn(body, isFreeText)) {
    for (const [name, member] of Object.entries(object)) {
      if (naming.has(name) && !isFreeText(name, object) && namesSomething(member)) return name
    }
  }
  return null
}

function isFreeText(name: string, of: JsonObject): boolean {
  return freeText.test(name) || (name === 'input' && of['type'] === 'tool_use')
}

/** A reference is a text, a list of texts, or an object with an `id`; a schema's property of that name is neither. */
function namesSomething(member: unknown): boolean {
  if (typeof member === 'string') return member !== '' && !isPublicUrl(member)
  if (Array.isArray(member)) return member.some((item) => typeof item === 'string')
  return typeof member === 'object' && member !== null && typeof Reflect.get(member, 'id') === 'string'
}

/** A video's public address may stand where a file's may; addresses of the provider's own host are files. */
function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return protocol === 'https:' && !/(^|\.)googleapis\.com\.?$/.test(hostname)
}
