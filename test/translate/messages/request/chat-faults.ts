interface Said {
  role: string
  content: unknown
  tool_calls?: { id: string; function: { arguments: string } }[]
  tool_call_id?: string
}

/** What a provider of chats would refuse. */
export function faultsInChat(body: Record<string, unknown>, model: string): string[] {
  const { messages } = JSON.parse(JSON.stringify(body)) as { messages: Said[] }
  const found: string[] = []
  const seen = new Set<string>()
  let open = new Set<string>()
  for (const [index, { role, tool_calls: calls = [], tool_call_id: result }] of messages.entries()) {
    if (role === 'tool') {
      if (!open.delete(String(result))) found.push('a result without its call')
      continue
    }
    if (open.size > 0) found.push('a call without its result')
    if (model.startsWith('mistral') && role === 'user' && messages[index - 1]?.role === 'tool')
      found.push('a user after a tool')
    for (const { id, function: said } of calls) {
      if (seen.has(id)) found.push('an id twice')
      if (id.length > 40 || (model.startsWith('mistral') && !/^[a-z\d]{9}$/i.test(id)))
        found.push('an odd id')
      JSON.parse(said.arguments)
      seen.add(id)
    }
    open = new Set(calls.map(({ id }) => id))
  }
  if (open.size > 0) found.push('a call without its result')
  return found
}
