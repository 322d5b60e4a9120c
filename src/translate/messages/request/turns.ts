import { accept, type Result } from '../../../refusal/refusal.ts'
import { isObject, type JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import { empty } from '../../field-rule.ts'
import type { MessageLosses } from './losses.ts'

/** A block of a conversation, with where it stood and whose it was. */
export interface Said {
  block: JsonObject
  where: string
  by: Role
}

/** What one side says until the other does. */
export interface Turn {
  role: 'user' | 'assistant'
  said: Said[]
}

type Role = 'user' | 'assistant' | 'system'
const roles: ReadonlySet<unknown> = new Set<Role>(['user', 'assistant', 'system'])

/** The messages as turns that alternate; instructions before the first turn stand apart, later ones in a user's turn. */
export function turnsOf(
  given: unknown,
  losses: MessageLosses,
): Result<{ instructions: Said[]; turns: Turn[] }> {
  if (!Array.isArray(given) || given.length === 0)
    return malformed('messages', 'be a list with a message in it')
  const instructions: Said[] = []
  const turns: Turn[] = []
  const lastUser = given.findLastIndex((message) => isObject(message) && message['role'] === 'user')
  for (const [index, message] of given.entries()) {
    const where = `messages[${index}]`
    if (!isObject(message)) return malformed(where, 'be an object')
    const { role } = message
    if (!isRole(role)) return malformed(`${where}.role`, 'be user, assistant or system')
    if (message['clear_at'] === 'next_user_message' && index < lastUser) continue
    dropUnsaid(message, losses)
    const said = blocksOf(message['content'], `${where}.content`, role)
    if (!said.ok) return said
    const turn = role === 'system' && turns.length === 0 ? instructions : open(turns, role)
    // One by one: a call takes fewer arguments than a client can send blocks.
    for (const block of said.value) turn.push(block)
  }
  return accept({ instructions, turns })
}

const known = new Set(['role', 'content', 'clear_at'])

function dropUnsaid(message: JsonObject, losses: MessageLosses): void {
  for (const [field, value] of Object.entries(message)) {
    if (!known.has(field) && value !== null && !empty(value)) losses.dropUnknown('messages[].', field)
  }
}

/** The last turn, if it is the one of this role, or a new one. */
function open(turns: Turn[], by: Role): Said[] {
  const role = by === 'assistant' ? by : 'user'
  const last = turns.at(-1)
  if (last?.role === role) return last.said
  const turn: Turn = { role, said: [] }
  turns.push(turn)
  return turn.said
}

/** A text, or a list of blocks, as blocks. */
export function blocksOf(content: unknown, where: string, by: Role): Result<Said[]> {
  if (content === undefined || content === null) return accept([])
  if (typeof content === 'string') return accept([{ block: { type: 'text', text: content }, where, by }])
  if (!Array.isArray(content)) return malformed(where, 'be a text or a list of blocks')
  const said: Said[] = []
  for (const [index, block] of content.entries()) {
    const at = `${where}[${index}]`
    if (!isObject(block) || typeof block['type'] !== 'string')
      return malformed(at, 'be an object with a `type`')
    said.push({ block, where: at, by })
  }
  return accept(said)
}

function isRole(role: unknown): role is Role {
  return roles.has(role)
}
