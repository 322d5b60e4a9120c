import { accept, refuse, type Result } from '../../../refusal/refusal.ts'
import { createCallIds } from '../../request/call-ids.ts'
import { isTooDeep } from '../../request/depth.ts'
import type { JsonObject } from '../../request/json-object.ts'
import { createLosses, malformed } from '../../request/losses.ts'
import { sortFields } from '../../sort-fields.ts'
import { type Droppable, fields } from '../dropped.ts'
import type { MessageMemory } from '../memory.ts'
import { chatIds } from './call-ids.ts'
import { translateConversation } from './conversation.ts'
import { chatTraitsOf } from './model-traits.ts'
import { type Limit, translateOptions } from './options.ts'
import { translateOutputFormat } from './output-format.ts'
import { translateSampling } from './sampling.ts'
import { translateThinking } from './thinking.ts'
import { translateToolChoice } from './tool-choice.ts'
import { createToolNames } from './tool-names.ts'
import { translateTools } from './tools.ts'

/** What a translation must be told beside the request. */
export interface ChatMeans {
  /** The model's name upstream. */
  model: string
  limit: Limit
  /** The provider's chat takes PDFs, as `file` parts. */
  takesFiles: boolean
  /** The field of a message in which the provider takes earlier thoughts back; null where it takes none. */
  thoughtsIn: string | null
}

/** A chat, with what is left behind and what the way back needs. */
export interface TranslatedMessage {
  body: Record<string, unknown>
  /** Fields that could not be said, fit for `tollgate-dropped`. */
  dropped: string[]
  memory: MessageMemory
}

/** By this the SDK's own tool runner knows to send the whole conversation, as it did before there were threads. */
const unthreaded = { details: { error_code: 'thread_unsupported_request' } } as const

/**
 * A request of the Messages API as a chat completion request. Refused by name where it is malformed or asks for what
 * would change the answer's meaning; see `dropped.ts`.
 */
export function translateToChat(body: JsonObject, means: ChatMeans): Result<TranslatedMessage> {
  if (isTooDeep(body)) return malformed('messages', 'not be nested so deeply')
  const losses = createLosses<Droppable>()
  const traits = chatTraitsOf(means.model)
  const refused = sortFields(body, fields, losses)
  if (refused) {
    const { field, says } = refused
    const details = field === 'thread' ? { details: unthreaded } : {}
    const message = `\`${field}\` cannot be asked of this model. ${says}`
    return refuse('bad_request', message, { param: field, ...details })
  }

  const names = createToolNames()
  const ids = createCallIds(chatIds(traits.callIdLength))
  const messages = translateConversation(body, { ...means, ids, names, traits, losses })
  if (!messages.ok) return messages
  const tools = translateTools(body['tools'], names, losses)
  if (!tools.ok) return tools
  const use = translateToolChoice(body['tool_choice'], tools.value, traits, losses)
  if (!use.ok) return use
  const thinking = translateThinking(body, traits, tools.value.size > 0, losses)
  if (!thinking.ok) return thinking
  const format = translateOutputFormat(body, losses)
  if (!format.ok) return format
  const sampling = translateSampling(body, traits, losses)
  if (!sampling.ok) return sampling
  const options = translateOptions(body, means.limit, traits, losses)
  if (!options.ok) return options
  const { effort, shows } = thinking.value

  return accept({
    body: {
      model: means.model,
      messages: messages.value,
      ...use.value,
      ...(effort !== null && { reasoning_effort: effort }),
      ...(format.value && { response_format: format.value }),
      ...sampling.value,
      ...options.value,
    },
    dropped: losses.names(),
    memory: {
      model: typeof body['model'] === 'string' ? body['model'] : means.model,
      stream: body['stream'] === true,
      showsThinking: shows,
      toolNames: names.changed(),
    },
  })
}
