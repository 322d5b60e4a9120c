/**
 * The subprotocols that reach an upstream. An allow-list, because browsers put keys, organisations and projects there:
 * they cannot set headers on a socket.
 */
const allowed = /^(realtime|openai-beta\.realtime-v1|openai-agents-sdk(\.[\w.-]{1,40})?)$/

/** Of the offered subprotocols (the values of `sec-websocket-protocol`) those that go up, in their order. */
export function passedSubprotocols(offered: string | null): string[] {
  return (offered ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => allowed.test(entry))
}

/**
 * The one subprotocol of the answer: what the upstream chose, else the first that was offered to it. Browsers close a
 * socket that was offered some and answers with none. Null where none may be named.
 */
export function chosenSubprotocol(passed: readonly string[], upstream: string | null): string | null {
  const chosen = passed.find((entry) => entry === upstream?.trim())
  return chosen ?? passed[0] ?? null
}
