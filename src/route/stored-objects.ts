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

export const storedObjectMembers: readonly string[] = [...naming]

const quick = new RegExp(`"(${storedObjectMembers.join('|')})"|\\\\u00`)

/** The first member of a body that names a stored object, or null. `text` is the same body as text. */
export function storedObjectNamed(value: unknown, text: string): string | null {
  return quick.test(text) ? find(value) : null
}

function find(value: unknown): string | null {
  if (Array.isArray(value)) return first(value)
  if (typeof value !== 'object' || value === null) return null
  const calledTool = Reflect.get(value, 'type') === 'tool_use'
  for (const [name, member] of Object.entries(value)) {
    if (freeText.test(name) || (calledTool && name === 'input')) continue
    if (naming.has(name) && namesSomething(member)) return name
    const inner = find(member)
    if (inner !== null) return inner
  }
  return null
}

function first(values: readonly unknown[]): string | null {
  for (const value of values) {
    const found = find(value)
    if (found !== null) return found
  }
  return null
}

/** A reference is a text, a list of texts, or an object with an `id`; a schema's property of that name is neither. */
function namesSomething(member: unknown): boolean {
  if (typeof member === 'string') return member !== '' && !isPublicUrl(member)
  if (Array.isArray(member)) return member.some((item) => typeof item === 'string')
  return typeof member === 'object' && member !== null && typeof Reflect.get(member, 'id') === 'string'
}

/** A video's public address may stand where a file's may; addresses of the provider's own host are files. */
function isPublicUrl(text: string): boolean {
  return /^https:\/\/(?![^/]*googleapis\.com)/i.test(text)
}
