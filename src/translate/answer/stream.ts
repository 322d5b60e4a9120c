import { type Members, membersOf } from '../../upstream/json-members.ts'
import { parseJson, statesError } from '../../usage/json.ts'
import type { StreamTranslator } from '../sse-translator.ts'
import type { AnswerContext } from './context.ts'
import { type Telling, telling } from './telling.ts'

/**
 * One text delta as it comes by the thousand. Its text is JSON in both languages and goes over as it is: escapes stay
 * escapes, and nothing is parsed.
 */
const plainText =
  /^\{"type":"content_block_delta","index":\d+,"delta":\{"type":"text_delta","text":("(?!")[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\p{Cc}]*)*")\} *\} *$/u
/** Longer ones are rare, and cost a parser less than a pattern. */
const longestPlain = 4_096

/** A comment: clients of event streams skip it. */
const keptAlive = ': ping\n\n'

type Read = (event: Members, told: Telling) => void

/** https://platform.claude.com/docs/en/build-with-claude/streaming; what nobody knows is nothing. */
const readers: ReadonlyMap<unknown, Read> = new Map<unknown, Read>([
  ['message_start', (event, told) => told.start(event['message'])],
  ['content_block_start', (event, told) => told.blockStart(event['index'], event['content_block'])],
  ['content_block_delta', readDelta],
  ['content_block_stop', (event, told) => told.blockStop(event['index'])],
  ['message_delta', (event, told) => told.change(event['delta'], event['usage'])],
  ['message_stop', (_event, told) => told.stop()],
  ['error', (event, told) => told.fail(event)],
])

interface Piece {
  /** The member of the delta that holds its text. */
  member: string
  read: (index: unknown, piece: string, told: Telling) => void
}

const pieces: ReadonlyMap<unknown, Piece> = new Map<unknown, Piece>([
  ['text_delta', { member: 'text', read: (_index, piece, told) => told.text(piece) }],
  ['input_json_delta', { member: 'partial_json', read: (index, piece, told) => told.input(index, piece) }],
  ['thinking_delta', { member: 'thinking', read: (index, piece, told) => told.thinking(index, piece) }],
  ['signature_delta', { member: 'signature', read: (index, piece, told) => told.signature(index, piece) }],
])

function readDelta(event: Members, told: Telling): void {
  const delta = membersOf(event['delta'])
  const kind = pieces.get(delta?.['type'])
  const piece = kind && delta?.[kind.member]
  if (typeof piece === 'string') kind?.read(event['index'], piece, told)
}

/** Translates the events of a message's stream one by one. */
export function createStreamTranslator(context: AnswerContext): StreamTranslator {
  const told = telling(context)
  let pinged = false

  /** One ping among other events says nothing; more of them are all that keeps a silent connection open. */
  function ping(): string {
    const silent = pinged
    pinged = true
    return silent ? keptAlive : ''
  }

  function read(event: string | null, data: string): void {
    const json = membersOf(parseJson(data))
    const reader = readers.get(json?.['type'] ?? event)
    if (json === null) {
      if (reader) told.fail({ message: 'an event of the upstream’s stream is no JSON object' })
      return
    }
    if (reader) reader(json, told)
    else if (event === 'error' || statesError(json)) told.fail(json)
  }

  return {
    push(event, data) {
      if (told.state() !== 'open') return ''
      const text = data.length <= longestPlain ? plainText.exec(data)?.[1] : undefined
      const straight = text === undefined ? null : told.straight(text)
      if (event === 'ping') return ping()
      pinged = false
      if (straight !== null) return straight
      read(event, data)
      return told.take()
    },
    fail(message) {
      if (told.state() !== 'open') return ''
      told.fail({ message })
      return told.take()
    },
    state: told.state,
  }
}
