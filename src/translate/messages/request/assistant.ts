import { accept, type Result } from '../../../refusal/refusal.ts'
import type { CallIds } from '../../request/call-ids.ts'
import { isObject, type JsonObject, textIn } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import { type MessageLosses, refuseInside } from './losses.ts'
import type { ChatTraits } from './model-traits.ts'
import type { ToolNames } from './tool-names.ts'
import type { Said } from './turns.ts'

/** What decides how an earlier answer is said. */
export interface Recalling {
  ids: CallIds
  names: ToolNames
  traits: ChatTraits
  /** The field of a message in which the provider takes earlier thoughts back; null where it takes none. */
  thoughtsIn: string | null
  losses: MessageLosses
}

interface Recalled {
  texts: string[]
  thoughts: string[]
  calls: JsonObject[]
}

type Recall = (said: Said, answer: Recalled, recalling: Recalling) => Result<null>

const done = accept(null)

const blocks: Readonly<Record<string, Recall>> = {
  text: (said, { texts }) => text(said, 'text', texts),
  // What a server's compaction left of the conversation before it.
  compaction: (said, { texts }) => (isEmpty(said.block['content']) ? done : text(said, 'content', texts)),
  tool_use: call,
  thinking(said, { thoughts }, { thoughtsIn, losses }) {
    if (thoughtsIn !== null) return text(said, 'thinking', thoughts)
    losses.drop('messages[].thinking')
    return done
  },
  redacted_thinking(_said, _answer, { losses }) {
    losses.drop('messages[].redacted_thinking')
    return done
  },
}

/** Calls that Anthropic's servers made themselves, and what came of them. */
const served = /^(server_tool_use|mcp_tool_use|mcp_tool_listing|fallback|\w+_tool_result)$/

/** An earlier answer as one message: its text in one piece, then its calls. Null where it says nothing. */
export function translateAnswer(turn: readonly Said[], recalling: Recalling): Result<JsonObject | null> {
  const answer: Recalled = { texts: [], thoughts: [], calls: [] }
  for (const said of turn) {
    const { block, where } = said
    const type = textIn(block['type'])
    if (block['cache_control']) recalling.losses.drop('cache_control')
    if (served.test(type)) {
      recalling.losses.drop('messages[].server_tools')
      continue
    }
    const recall = Object.hasOwn(blocks, type) ? blocks[type] : undefined
    if (!recall) return refuseInside('content[].other', where)
    const recalled = recall(said, answer, recalling)
    if (!recalled.ok) return recalled
  }
  const content = answer.texts.join('')
  if (content === '' && answer.calls.length === 0) return accept(null)
  return accept({
    role: 'assistant',
    content: content === '' ? null : content,
    ...(recalling.thoughtsIn !== null &&
      answer.thoughts.length > 0 && { [recalling.thoughtsIn]: answer.thoughts.join('\n\n') }),
    ...(answer.calls.length > 0 && { tool_calls: answer.calls }),
  })
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}

function text({ block, where }: Said, field: string, into: string[]): Result<null> {
  const value = block[field]
  if (typeof value !== 'string') return malformed(`${where}.${field}`, 'be a text')
  into.push(value)
  return done
}

function call({ block, where }: Said, { calls }: Recalled, { ids, names, traits }: Recalling): Result<null> {
  const { id, name, input = {} } = block
  if (typeof id !== 'string' || id === '') return malformed(`${where}.id`, 'be a text')
  if (typeof name !== 'string' || name === '') return malformed(`${where}.name`, 'be a text')
  if (!isObject(input)) return malformed(`${where}.input`, 'be an object')
  const said = ids.open(id)
  if (said === null) return malformed(`${where}.id`, 'be its own')
  const calling = { name: names.said(name), arguments: JSON.stringify(input) }
  calls.push({ id: said, type: 'function', function: calling, ...(calls.length === 0 && traits.foreignCall) })
  return done
}
