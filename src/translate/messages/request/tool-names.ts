import { digestOf } from './digest.ts'

/** https://platform.openai.com/docs/api-reference/chat/create; Anthropic's own names reach 128 letters. */
const allowed = /^[\w-]{1,64}$/
const keptLetters = 55

/** How the client's tools are called upstream, and back. */
export interface ToolNames {
  said(name: string): string
  /** Those that are said differently: the client's name by the one upstream. */
  changed(): Map<string, string>
}

/**
 * Names that the other side forbids, long ones of MCP servers above all, are cut and told apart by a digest: the same
 * name is always said in the same way, also in an earlier call of a tool that is gone.
 */
export function createToolNames(): ToolNames {
  const changed = new Map<string, string>()
  return {
    said(name) {
      if (allowed.test(name)) return name
      const said = `${name.slice(0, keptLetters).replace(/[^\w-]/g, '_')}_${digestOf(name, 8)}`
      changed.set(said, name)
      return said
    },
    changed: () => new Map(changed),
  }
}
