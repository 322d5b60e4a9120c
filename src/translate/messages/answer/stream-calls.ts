import { parseJson, valueAt } from '../../../usage/json.ts'
import { type Call, callIn } from './tool-use.ts'

/**
 * The tool calls of a stream, kept until they are whole. Chat may mix the pieces of several, which blocks cannot, and
 * only a whole input can be told from a broken one: Anthropic's API too waits for that, unless it is asked not to, see
 * https://platform.claude.com/docs/en/agents-and-tools/tool-use/fine-grained-tool-streaming
 */
export interface StreamCalls {
  /** The entries of a delta's `tool_calls`. False where they are more than can be kept. */
  add(entries: readonly unknown[]): boolean
  /** All calls, as far as they have come. */
  all(): readonly Call[]
}

/** UTF-16 code units of all calls of an answer: more than models write at once. */
const longest = 8 * 1024 * 1024
const most = 512

interface HeldCall extends Call {
  index: unknown
}

export function streamCalls(): StreamCalls {
  const calls: HeldCall[] = []
  let held = 0

  /**
   * A call goes by its index. Some servers give one index to several calls, each with its own id or whole without one,
   * or no index to calls that come whole; others make up a new id for every piece, but say the name once.
   */
  function callFor(index: unknown, piece: Call): HeldCall | undefined {
    const { id, name } = piece
    if (typeof index !== 'number') {
      if (id !== '') return calls.findLast((call) => call.id === id)
      return name === '' ? calls.at(-1) : undefined
    }
    const call = calls.findLast((known) => known.index === index)
    const isOther = call && id !== '' && name !== '' && call.id !== '' && call.id !== id
    return isOther || (call && isNext(call, piece)) ? undefined : call
  }

  function addPiece(entry: unknown): void {
    const index = valueAt(entry, 'index')
    const piece = callIn(entry)
    held += piece.id.length + piece.name.length + piece.arguments.length
    const call = callFor(index, piece)
    if (!call) {
      calls.push({ index, ...piece })
      return
    }
    if (call.id === '') call.id = piece.id
    if (call.name === '') call.name = piece.name
    call.arguments += piece.arguments
  }

  return {
    add(entries) {
      for (const entry of entries) addPiece(entry)
      return held <= longest && calls.length <= most
    },
    all: () => calls,
  }
}

/** Whether a call without an id is whole and a piece begins another: https://github.com/NousResearch/hermes-agent/issues/62940 */
function isNext(call: Call, { id, name, arguments: begun }: Call): boolean {
  if (call.id !== '' || id !== '' || call.name === '' || name === '' || !begun.startsWith('{')) return false
  return call.arguments.endsWith('}') && parseJson(call.arguments) !== undefined
}
