import { events } from './events.ts'
import { type Block, textBlock, thinkingBlock, toolUseBlock } from './message.ts'
import type { ToolUse } from './tool-use.ts'

/** The blocks of a stream: one is open at a time, and their numbers have no gap. */
export interface StreamBlocks {
  thinking(piece: string): void
  text(piece: string): void
  call(call: ToolUse): void
  close(): void
  /** The event for text that is JSON already; null where it would have to begin a block. */
  straight(json: string): string | null
}

/** Code units of white space held until words follow: a block of nothing else is refused when it is sent back. */
const longestSpace = 4_096

export function streamBlocks(tell: (event: string) => void): StreamBlocks {
  let index = -1
  let open: Block['type'] | null = null
  let space = ''

  function close(): void {
    if (open !== null) tell(events.blockStop(index))
    open = null
  }

  function begin(block: Block): void {
    close()
    index += 1
    open = block.type
    tell(events.blockStart(index, block))
  }

  return {
    thinking(piece) {
      if (piece === '') return
      if (open !== 'thinking') begin(thinkingBlock(''))
      tell(events.thinking(index, piece))
    },
    text(piece) {
      space += piece
      if (open !== 'text' && space.length <= longestSpace && space.trim() === '') return
      if (open !== 'text') begin(textBlock(''))
      if (space !== '') tell(events.text(index, JSON.stringify(space)))
      space = ''
    },
    call(call) {
      begin(toolUseBlock(call, {}))
      tell(events.input(index, call.json))
    },
    close,
    straight: (json) => (open === 'text' ? events.text(index, json) : null),
  }
}
