import { hasEscapedLetter } from '../body/members.ts'
import { type JsonObject, objectsIn } from '../body/objects.ts'

/**
 * Members of a request body whose value names an object that lives in the shared upstream account: naming one reads it
 * as surely as its path would. What an unguessable id of one's own answer continues (`previous_response_id` and its
 * like) stays free, as reading that answer by its path is.
 */
const naming: ReadonlySet<string> = new Set([
  // OpenAI: https://platform.openai.com/docs/api-reference/responses/create
  'file_id',
  'file_ids',
  'vector_store_ids',
  'container',
  'container_id',
  'conversation',
  'tunnel_id',
  // Anthropic: https://docs.anthropic.com/en/api/messages
  'skill_id',
  'user_profile_id',
  // Google, in both spellings: https://ai.google.dev/api/generate-content
  'cachedContent',
  'cached_content',
  'fileUri',
  'file_uri',
  'fileSearchStoreNames',
  'file_search_store_names',
  'environment_id',
  'vertexAiSearch',
  'vertex_ai_search',
  'vertexRagStore',
  'vertex_rag_store',
  'semanticRetriever',
  'semantic_retriever',
  'datastores',
  'rag_resources',
  // Cohere: https://docs.cohere.com/v1/reference/chat
  'connectors',
  // ElevenLabs: https://elevenlabs.io/docs/api-reference/text-to-speech/convert
  'pronunciation_dictionary_id',
  // Mistral: https://docs.mistral.ai/agents/connectors/document_library
  'library_ids',
  // Azure OpenAI on your data
  'index_name',
])

/** Members that hold an address of any kind: only one of a place of the account's own names a stored object. */
const addresses: ReadonlySet<string> = new Set(['uri', 'url', 'gcsUri', 'gcs_uri', 'storageUri'])

/** Members that are there only to say where something is stored: any object in them does. */
const stores = /^(vertex_?ai_?search|vertex_?rag_?store|semantic_?retriever|rag_resources)$/i

/**
 * Members whose text chooses among what everybody has, or is an address; only an object with such an `id` is somebody's.
 * https://platform.openai.com/docs/api-reference/audio/createSpeech; other vendors' own voices have ids too.
 */
const choices: ReadonlyMap<string, RegExp> = new Map([
  ['voice', /^voice_/],
  ['video', /./],
  ['characters', /./],
])

/**
 * Members whose text is a reference at the top of a body, and a choice of words below. Agents that everybody has are
 * named like models: https://ai.google.dev/gemini-api/docs/deep-research
 */
const atTop: ReadonlyMap<string, RegExp> = new Map([
  ['environment', /^/],
  ['conversation_id', /^/],
  ['agent_id', /^/],
  ['agent', /^(?!deep-research-|antigravity-)/],
])

/**
 * Members below which a model or a user wrote freely, or a schema shows values; a name there is talk, not a reference.
 * `parameters` is none of them: Azure and OpenRouter have references there, and a schema's properties name nothing.
 */
const freeText = /^(arguments|args|input_schema|default|examples?|enum|const|\w*metadata)$/i

const quick = new RegExp(
  `"(${[...naming, ...choices.keys(), ...atTop.keys()].join('|')})"|"(${[...addresses].join('|')})"\\s*:\\s*"(?!data:)`,
)

/** Whether a JSON text can name a stored object at all. */
export function mayNameStoredObject(text: string): boolean {
  return quick.test(text) || hasEscapedLetter(text)
}

/** The member of a body that names a stored object, or null. */
export function storedObjectNamed(body: unknown): string | null {
  const isFree = (name: string, of: JsonObject): boolean =>
    freeText.test(name) || (of !== body && isToolsTalk(name, of))
  for (const object of objectsIn(body, isFree)) {
    for (const [name, member] of Object.entries(object)) {
      if (!isFree(name, object) && names(name, member, object === body)) return name
    }
  }
  return null
}

/** One object that a model gave to a tool, or a tool to a model; a list of that name would be a request's messages. */
function isToolsTalk(name: string, of: JsonObject): boolean {
  if (Array.isArray(of[name])) return false
  // Anthropic's, and Bedrock's: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolUseBlock.html
  if (name === 'input') return of['type'] === 'tool_use' || typeof of['toolUseId'] === 'string'
  if (name === 'json') return Object.keys(of).length === 1
  // https://ai.google.dev/api/caching#FunctionResponse
  return name === 'response' && typeof of['name'] === 'string'
}

function names(name: string, member: unknown, top: boolean): boolean {
  if (addresses.has(name)) return typeof member === 'string' && isOwnPlace(member)
  const chosen = choices.get(name)
  if (chosen) return [member].flat().some((one) => hasId(one, chosen))
  const reference = atTop.get(name)
  if (reference) return top && typeof member === 'string' && reference.test(member)
  if (stores.test(name)) return typeof member === 'object' && member !== null
  return naming.has(name) && namesSomething(member)
}

/** A reference is a text, a list of them, or an object with an `id`; a schema's property of that name is neither. */
function namesSomething(member: unknown): boolean {
  if (typeof member === 'string') return member !== '' && !isPublicUrl(member)
  if (Array.isArray(member)) return member.some((item) => typeof item === 'string' || hasId(item))
  return hasId(member)
}

function hasId(member: unknown, like = /^/): boolean {
  const id: unknown = typeof member === 'object' && member !== null ? Reflect.get(member, 'id') : null
  return typeof id === 'string' && like.test(id)
}

/** A video's public address may stand where a file's may; addresses of the provider's own host are files. */
function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol } = new URL(text)
  return protocol === 'https:' && !isOwnPlace(text)
}

const ownHost = /(^|\.)googleapis\.com\.?$/
const ownPlaces = /^(gs|s3):$/

/** A bucket, or a file of the provider's own host, which the operator's credential opens. */
function isOwnPlace(text: string): boolean {
  if (/^files\//i.test(text)) return true
  if (!URL.canParse(text)) return false
  const { protocol, hostname } = new URL(text)
  return ownPlaces.test(protocol) || ownHost.test(hostname)
}
