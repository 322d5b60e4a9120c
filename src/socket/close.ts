/** A closing handshake: https://www.rfc-editor.org/rfc/rfc6455#section-7.4 */
export interface Closing {
  code: number
  reason: string
}

/** Of these, a peer's stack only tells what it saw; none of them may be sent. */
const noStatus = 1005
const torn = 1006
const unsendable: ReadonlySet<number> = new Set([1004, noStatus, torn, 1015])

/** Codes by which a server says that it could not go on. */
const failures: ReadonlySet<number> = new Set([torn, 1011, 1012, 1013, 1014, 1015])

/** The closing to send on for one that was received: the same where that is legal, else what says the same. */
export function passedOn({ code, reason }: Closing): Closing {
  if (code === noStatus) return { code: 1000, reason: '' }
  const legal = code >= 1000 && code < 5000 && !unsendable.has(code)
  return legal ? { code, reason: reasonOf(reason) } : { code: 1011, reason: 'The other side was cut off.' }
}

/** Whether this closing of the upstream's is a failure of it. */
export function isFailure({ code }: Closing): boolean {
  return failures.has(code)
}

/** The bytes that a closing frame has room for. */
const longestReason = 123

/** A reason that fits into a closing frame, cut between characters. */
export function reasonOf(text: string): string {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= longestReason) return text
  return new TextDecoder().decode(bytes.subarray(0, longestReason), { stream: true })
}
