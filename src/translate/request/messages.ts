import { quote } from '../../refusal/client-text.ts'
import { accept, type Refused, refuse, type Result } from '../../refusal/refusal.ts'
import { legacyId, translateAssistant } from './assistant.ts'
import { type Block, cacheMarkOf } from './cache.ts'
import { type CallIds, createCallIds } from './call-ids.ts'
import { partKinds, translateContent, withMessageMark } from './content.ts'
import { isObject, type JsonObject } from './json-object.ts'
import { type Losses, malformed } from './losses.ts'
import { dropUnsaid } from './message-fields.ts'
import { createTurns, type Turn, type Turns } from './turns.ts'

/** A conversation as the Messages API has it: roles alternate, and every result has its call. */
export interface Conversation {
  system: Block[]
  messages: Turn[]
}

interface State {
  system: Block[]
  turns: Turns
  ids: CallIds
  losses: Losses
}

type Say = (message: JsonObject, where: string, state: State) => Refused | null

const roles: Readonly<Record<string, Say>> = {
  system: instruct,
  developer: instruct,
  user,
  assistant,
  tool: (message, where, state) => result(message, 'tool_call_id', (id) => id, where, state),
  function: (message, where, state) => result(message, 'name', legacyId, where, state),
}

/** The messages of a chat as turns; refused by name where they are none. `systemTurns` as in `turns.ts`. */
export function translateMessages(
  given: unknown,
  systemTurns: boolean,
  losses: Losses,
): Result<Conversation> {
  if (!Array.isArray(given) || given.length === 0)
    return malformed('messages', 'be a list with a message in it')
  const state: State = { system: [], turns: createTurns(systemTurns), ids: createCallIds(), losses }
  for (const [index, message] of given.entries()) {
    const where = `messages[${index}]`
    if (!isObject(message)) return malformed(where, 'be an object')
    const role = typeof message['role'] === 'string' ? message['role'] : ''
    const say = Object.hasOwn(roles, role) ? roles[role] : undefined
    if (!say) return malformed(`${where}.role`, `be one of ${Object.keys(roles).join(', ')}`)
    dropUnsaid(role, message, losses)
    const refused = say(message, where, state)
    if (refused) return refused
  }
  return unansweredIn(state, 'messages') ?? concluded(state)
}

function concluded({ system, turns }: State): Result<Conversation> {
  const messages = turns.end()
  if (messages.length > 0) return accept({ system, messages: withoutTrailingSpace(messages) })
  if (system.length === 0) return malformed('messages', 'have a text in it that is not white space')
  return accept({ system: [], messages: [{ role: 'user', content: system }] })
}

/** A chat that ends with the assistant is continued by it, and the API refuses white space at that end. */
function withoutTrailingSpace(messages: Turn[]): Turn[] {
  const last = messages.at(-1)
  const block = last?.content.at(-1)
  if (last?.role !== 'assistant' || typeof block?.['text'] !== 'string') return messages
  const content = [...last.content.slice(0, -1), { ...block, text: block['text'].trimEnd() }]
  return [...messages.slice(0, -1), { ...last, content }]
}

function instruct(message: JsonObject, where: string, { system, turns, losses }: State): Refused | null {
  const content = translateContent(message['content'], `${where}.content`, partKinds.system, losses)
  if (!content.ok) return content
  const blocks = withMessageMark(content.value, message, losses)
  if (turns.last !== null) turns.instruct(blocks)
  else for (const block of blocks) system.push(block)
  return null
}

function user(message: JsonObject, where: string, { turns, losses }: State): Refused | null {
  const content = translateContent(message['content'], `${where}.content`, partKinds.user, losses)
  if (!content.ok) return content
  turns.user(withMessageMark(content.value, message, losses))
  return null
}

function assistant(message: JsonObject, where: string, state: State): Refused | null {
  const { turns, ids, losses } = state
  if (turns.last === 'user') {
    const refused = unansweredIn(state, where)
    if (refused) return refused
    ids.close()
  }
  const blocks = translateAssistant(message, where, ids, losses)
  if (!blocks.ok) return blocks
  turns.assistant(withMessageMark(blocks.value, message, losses))
  return null
}

function unansweredIn({ ids }: State, param: string): Refused | null {
  const id = ids.unanswered()
  if (id === null) return null
  return refuse(
    'bad_request',
    `The tool call ${quote(id)} has no result before the next answer. Send a message with the role \`tool\` and ` +
      'its id as `tool_call_id` for each call.',
    { param },
  )
}

/** The result of a call. `name` is the field that says which, `idOf` what it is called among the calls. */
function result(
  message: JsonObject,
  name: 'tool_call_id' | 'name',
  idOf: (text: string) => string,
  where: string,
  { turns, ids, losses }: State,
): Refused | null {
  const param = `${where}.${name}`
  const text = message[name]
  if (typeof text !== 'string' || text === '')
    return malformed(param, 'name the call that it is the result of')
  const call = ids.answer(idOf(text))
  if (call === 'twice') return malformed(param, 'name a call that has no result yet')
  if (call === 'unknown') {
    return malformed(param, 'name a call of the assistant’s message before it')
  }
  const content = translateContent(message['content'], `${where}.content`, partKinds.tool, losses)
  if (!content.ok) return content
  turns.result({
    type: 'tool_result',
    tool_use_id: call.said,
    ...(content.value.length > 0 && { content: content.value }),
    ...cacheMarkOf(message),
  })
  return null
}
