/** The identifiers of tool calls in a conversation: which are open, and how each is said upstream. */
export interface CallIds {
  /** A call of the latest assistant turn. Null where the turn has the same id already. */
  open(id: string): string | null
  /** The result of a call of the latest assistant turn. */
  answer(id: string): { said: string } | 'unknown' | 'twice'
  /** The first call without a result; null where all have one. */
  unanswered(): string | null
  /** A new assistant turn: earlier calls can have no more results. */
  close(): void
}

/** How an identifier is said upstream; another way each `time` that the ways before are taken, from 1. */
export type SayId = (id: string, time: number) => string

/** Letters, digits, `_` and `-`, which are all that the Messages API takes. */
function plainly(id: string, time: number): string {
  const plain = id.replace(/[^\w-]/g, '_')
  return time === 1 ? plain : `${plain}_${time}`
}

/**
 * Upstream, an identifier is unique in the whole conversation and of a form of its own. Other servers give
 * `functions.search:0`, and begin anew each turn; such ones are said differently, and always in the same way, so that
 * a cached prefix stays one.
 */
export function createCallIds(say: SayId = plainly): CallIds {
  const used = new Set<string>()
  const times = new Map<string, number>()
  const calls = new Map<string, { said: string; answered: boolean }>()
  return {
    open(id) {
      if (calls.has(id)) return null
      const first = say(id, 1)
      let time = times.get(first) ?? 1
      let said = first
      while (used.has(said)) said = say(id, ++time)
      times.set(first, time)
      used.add(said)
      calls.set(id, { said, answered: false })
      return said
    },
    answer(id) {
      const call = calls.get(id)
      if (!call) return 'unknown'
      if (call.answered) return 'twice'
      call.answered = true
      return { said: call.said }
    },
    unanswered() {
      for (const [id, { answered }] of calls) if (!answered) return id
      return null
    },
    close: () => calls.clear(),
  }
}
