import { valueAt } from '../../usage/json.ts'
import { thinkingFields } from '../memory.ts'
import { type ThinkingBlock, thinkingBlockOf } from './thinking.ts'

/** The thinking of a stream: its text told as it comes, its blocks at the end, signatures and all. */
export interface StreamThinking {
  begin(index: unknown, block: unknown): void
  text(index: unknown, text: string): void
  signature(index: unknown, signature: string): void
  /** Tells the blocks, all in one: clients that join deltas and those that keep the last one read the same. */
  end(): void
}

/**
 * Code units held for the blocks of one answer: more than models think. A longer thought is told as text only, as to
 * a client that keeps no blocks.
 */
const longest = 512 * 1024

/** `tell` takes the JSON text of a delta. */
export function streamThinking(tell: (delta: string) => void): StreamThinking {
  const open = new Map<unknown, ThinkingBlock>()
  const blocks: ThinkingBlock[] = []
  let held = 0

  function hold(text: string): boolean {
    held += text.length
    if (held <= longest) return true
    blocks.length = 0
    open.clear()
    return false
  }

  function told(text: string): void {
    if (text !== '') tell(`{"${thinkingFields.text}":${JSON.stringify(text)}}`)
  }

  return {
    begin(index, block) {
      const type = valueAt(block, 'type')
      if (type !== 'thinking' && type !== 'redacted_thinking') return
      const [thinking, signature, data] = ['thinking', 'signature', 'data'].map((name) => textAt(block, name))
      const begun: ThinkingBlock =
        type === 'thinking'
          ? { type, thinking: thinking ?? '', signature: signature ?? '' }
          : { type, data: data ?? '' }
      told(thinking ?? '')
      if (!hold(JSON.stringify(begun))) return
      open.set(index, begun)
      blocks.push(begun)
    },
    text(index, text) {
      told(text)
      const block = open.get(index)
      if (block?.type === 'thinking' && hold(text)) block.thinking += text
    },
    signature(index, signature) {
      const block = open.get(index)
      if (block?.type === 'thinking' && hold(signature)) block.signature += signature
    },
    end() {
      const kept = blocks.map(thinkingBlockOf).filter((block) => block !== null)
      if (kept.length > 0) tell(JSON.stringify({ [thinkingFields.blocks]: kept }))
      blocks.length = 0
      open.clear()
    },
  }
}

function textAt(block: unknown, name: string): string {
  const text = valueAt(block, name)
  return typeof text === 'string' ? text : ''
}
