import { quote } from '../../../refusal/client-text.ts'
import { accept, type Refused, refuse, type Result } from '../../../refusal/refusal.ts'
import type { JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import { type Recalling, translateAnswer } from './assistant.ts'
import { translateBlock } from './content.ts'
import { contentOf, type Part, type Speaking } from './parts.ts'
import { translateResult } from './result.ts'
import { translateSystem } from './system.ts'
import { turnsOf, type Said } from './turns.ts'

/** Said between results and a user, where somebody has to answer first. */
const bridge = { role: 'assistant', content: 'I have read the results.' } as const

/** `system` and `messages` as the messages of a chat: instructions first, results of tools before what is said beside them. */
export function translateConversation(
  { system, messages: given }: JsonObject,
  telling: Recalling & Speaking,
): Result<JsonObject[]> {
  const gathered = turnsOf(given, telling.losses)
  if (!gathered.ok) return gathered
  const { instructions, turns } = gathered.value
  const head = translateSystem(system, instructions, telling)
  if (!head.ok) return head
  const messages: JsonObject[] = [...head.value]
  for (const { role, said } of turns) {
    const told = role === 'user' ? translateUser(said, telling) : answerOf(said, telling)
    if (!told.ok) return told
    for (const message of told.value) messages.push(message)
  }
  if (messages.length === head.value.length) return malformed('messages', 'have something said in it')
  return unansweredIn(telling, 'messages') ?? accept(messages)
}

function answerOf(said: readonly Said[], telling: Recalling): Result<JsonObject[]> {
  const refused = unansweredIn(telling, said[0]?.where ?? 'messages')
  if (refused) return refused
  telling.ids.close()
  const answer = translateAnswer(said, telling)
  return answer.ok ? accept(answer.value ? [answer.value] : []) : answer
}

function translateUser(turn: readonly Said[], telling: Recalling & Speaking): Result<JsonObject[]> {
  const results: JsonObject[] = []
  const shown: Part[] = []
  const parts: Part[] = []
  const instructions: Part[] = []
  for (const said of turn) {
    if (said.block['type'] === 'tool_result') {
      const result = translateResult(said, telling.ids, telling)
      if (!result.ok) return result
      results.push(result.value.message)
      for (const part of result.value.shown) shown.push(part)
      continue
    }
    const translated = translateBlock(said.block, said.where, telling)
    if (!translated.ok) return translated
    const isApart = said.by === 'system' && telling.traits.systemTurns
    for (const part of translated.value) {
      if (isApart) instructions.push(part)
      else parts.push(said.by === 'system' ? tagged(part) : part)
    }
  }
  const all = [...shown, ...parts]
  const mustAnswer = telling.traits.answersFirst && results.length > 0 && all.length > 0
  return accept([
    ...results,
    ...(mustAnswer ? [bridge] : []),
    ...(all.length > 0 ? [{ role: 'user', content: contentOf(all) }] : []),
    ...(instructions.length > 0 ? [{ role: 'system', content: contentOf(instructions) }] : []),
  ])
}

/** An instruction in a user's words, where it stood: said first it would mean another thing. */
function tagged(part: Part): Part {
  return part.type === 'text' ? { ...part, text: `<system>\n${part.text}\n</system>` } : part
}

function unansweredIn({ ids }: Recalling, param: string): Refused | null {
  const id = ids.unanswered()
  if (id === null) return null
  return refuse(
    'bad_request',
    `The tool use ${quote(id)} has no result in the next message. Send a \`tool_result\` with its id as ` +
      '`tool_use_id` for each.',
    { param },
  )
}
