import type { Block } from './cache.ts'

/** One message of the Messages API. */
export interface Turn {
  role: 'user' | 'assistant' | 'system'
  content: Block[]
}

/** Builds turns that alternate, with the results of tools first in a user's turn. */
export interface Turns {
  readonly last: Turn['role'] | null
  user(blocks: readonly Block[]): void
  result(block: Block): void
  assistant(blocks: readonly Block[]): void
  /** An instruction in mid-conversation. */
  instruct(blocks: readonly Block[]): void
  end(): Turn[]
}

/** The API wants a user to speak first; some chats begin with the assistant's greeting. */
const opening: Block = { type: 'text', text: '(The conversation begins.)' }

/**
 * `systemTurns`: the model takes `role: system` between a user's turn and the answer, which is where an instruction
 * then goes, at the end of the turn that it was said in. To other models it is said in the user's turn, where it
 * stood, and between tags: said before the first message it would mean another thing.
 * https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
 */
export function createTurns(systemTurns: boolean): Turns {
  const turns: Turn[] = []
  let results: Block[] = []
  let said: Block[] = []
  let instructions: Block[] = []

  function closeUser(): void {
    const content = [...results, ...said]
    if (content.length > 0) {
      turns.push({ role: 'user', content })
      if (instructions.length > 0) turns.push({ role: 'system', content: instructions })
      instructions = []
    }
    results = []
    said = []
  }
  return {
    get last() {
      return results.length + said.length > 0 ? 'user' : (turns.at(-1)?.role ?? null)
    },
    user(blocks) {
      append(said, blocks)
    },
    result: (block) => void results.push(block),
    assistant(blocks) {
      if (blocks.length === 0) return
      closeUser()
      if (turns.length === 0) turns.push({ role: 'user', content: [opening] })
      const last = turns.at(-1)
      if (last?.role === 'assistant') append(last.content, blocks)
      else turns.push({ role: 'assistant', content: [...blocks] })
    },
    instruct(blocks) {
      if (systemTurns) append(instructions, blocks)
      else append(said, blocks.map(tagged))
    },
    end() {
      closeUser()
      if (instructions.length > 0) turns.push({ role: 'user', content: instructions.map(tagged) })
      instructions = []
      return turns
    },
  }
}

/** One by one: a call takes fewer arguments than a client can send parts. */
function append(blocks: Block[], more: readonly Block[]): void {
  for (const block of more) blocks.push(block)
}

function tagged(block: Block): Block {
  return { ...block, text: `<system>\n${String(block['text'])}\n</system>` }
}
