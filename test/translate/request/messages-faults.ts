interface Turn {
  role: string
  content: { type: string; id?: string; tool_use_id?: string }[]
}

/** What of a request decides. */
export interface Said {
  max_tokens: number
  messages: Turn[]
  tools?: unknown[]
  tool_choice?: unknown
  thinking?: { budget_tokens?: number }
}

/** A request of the Messages API as the wire has it. */
export function saidOf(body: Record<string, unknown>): Said {
  return JSON.parse(JSON.stringify(body)) as Said
}

/** What the Messages API would refuse of it. */
export function faultsInMessages({ messages, tools, tool_choice, thinking, max_tokens }: Said): string[] {
  const found = faultsOf(messages)
  const isSpokenOf = messages.some(({ content }) => content.some(({ type }) => type === 'tool_use'))
  if (!tools && (isSpokenOf || tool_choice)) found.push('no tools')
  if (thinking?.budget_tokens && (thinking.budget_tokens < 1_024 || thinking.budget_tokens >= max_tokens)) {
    found.push('a budget that does not fit')
  }
  return found
}

function faultsOf(messages: readonly Turn[]): string[] {
  const found: string[] = []
  const ids = messages.flatMap(({ content }) => content.flatMap(({ id }) => id ?? []))
  if (new Set(ids).size < ids.length) found.push('an id twice')
  if (ids.some((name) => !/^[\w-]+$/.test(name))) found.push('an id of odd letters')
  if (messages[0]?.role !== 'user') found.push('begins without the user')
  const spoken = messages.filter(({ role }) => role !== 'system')
  for (const [index, { role, content }] of spoken.entries()) {
    if (content.length === 0) found.push('nothing said')
    if (role === spoken[index - 1]?.role) found.push('a role twice')
    const results = content.flatMap(({ tool_use_id: result }) => result ?? [])
    const calls = (spoken[index - 1]?.content ?? []).flatMap(({ type, id }) =>
      type === 'tool_use' && id ? id : [],
    )
    if (results.toSorted().join() !== calls.toSorted().join()) found.push('calls and results differ')
    if (content.slice(0, results.length).some(({ type }) => type !== 'tool_result'))
      found.push('results not first')
  }
  for (const [index, { role }] of messages.entries()) {
    if (role !== 'system') continue
    if (messages[index - 1]?.role !== 'user') found.push('an instruction not after the user')
    if (messages[index + 1] && messages[index + 1]?.role !== 'assistant')
      found.push('an instruction not before an answer')
  }
  return found
}
