import type { IncomingMessage, ServerResponse } from 'node:http'

/** The providers' free counts of a request's input, which the mock does not have: where each says its number. */
const counts: readonly (readonly [path: RegExp, member: string])[] = [
  [/^anthropic\/v1\/messages\/count_tokens$/, 'input_tokens'],
  [/^openai\/(v1\/)?responses\/input_tokens$/, 'input_tokens'],
  [/^google-ai-studio\/v1(alpha|beta)?\/models\/[^/]+:countTokens$/, 'totalTokens'],
]

/** The member in which a count at this path is answered; null for what is no count. */
export function countAt(path: string): string | null {
  return counts.find(([pattern]) => pattern.test(path))?.[1] ?? null
}

/** Four bytes are about a token of English. */
export async function answerCount(
  incoming: IncomingMessage,
  answer: ServerResponse,
  member: string,
): Promise<void> {
  let bytes = 0
  for await (const chunk of incoming) bytes += (chunk as Buffer).length
  answer.writeHead(200, { 'content-type': 'application/json' })
  answer.end(JSON.stringify({ [member]: Math.ceil(bytes / 4) }))
}
