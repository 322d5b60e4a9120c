import type { AnswerContext } from './context.ts'
import { argumentsOf, toolCallOf } from './tool-call.ts'

/** The tool calls of a stream, told as they come. */
export interface StreamCalls {
  /** Begins a call, if the block is one. */
  begin(index: unknown, block: unknown): void
  /** More of a call's input; that of other blocks is nobody's. */
  input(index: unknown, partial: string): void
  end(index: unknown): void
  endAll(): void
  /** Calls told so far, the answer tool's not counted. */
  told(): number
  /** The answer tool was called: its input is the content. */
  answered(): boolean
}

interface OpenCall {
  /** The delta that carries a piece of the arguments, as JSON text. */
  delta(piece: string): string
  /** The input that came with the block's start; stands if no piece follows. */
  input: unknown
  pieces: boolean
}

/** `tell` takes the JSON text of a delta. */
export function streamCalls(
  { answerTool, legacyFunctions }: AnswerContext,
  tell: (delta: string) => void,
): StreamCalls {
  const open = new Map<unknown, OpenCall>()
  let told = 0
  let answered = false

  function toldHow(id: string, name: string): OpenCall['delta'] | null {
    if (name === answerTool) {
      answered = true
      return (piece) => `{"content":${JSON.stringify(piece)}}`
    }
    const number = told
    told += 1
    if (legacyFunctions) {
      // `function_call` holds one; the way up asks for no more.
      if (number > 0) return null
      tell(JSON.stringify({ function_call: { name, arguments: '' } }))
      return (piece) => `{"function_call":{"arguments":${JSON.stringify(piece)}}}`
    }
    const call = { index: number, id, type: 'function', function: { name, arguments: '' } }
    tell(JSON.stringify({ tool_calls: [call] }))
    const head = `{"tool_calls":[{"index":${number},"function":{"arguments":`
    return (piece) => `${head}${JSON.stringify(piece)}}}]}`
  }

  function end(index: unknown): void {
    const call = open.get(index)
    open.delete(index)
    if (call && !call.pieces) tell(call.delta(argumentsOf(call.input)))
  }

  return {
    begin(index, block) {
      end(index)
      const call = toolCallOf(block)
      const delta = call && toldHow(call.id, call.name)
      if (delta) open.set(index, { delta, input: call.input, pieces: false })
    },
    input(index, partial) {
      const call = open.get(index)
      if (!call || partial === '') return
      call.pieces = true
      tell(call.delta(partial))
    },
    end,
    endAll() {
      for (const index of open.keys()) end(index)
    },
    told: () => told,
    answered: () => answered,
  }
}
