/** How vendors say that a conversation is longer than the model reads; the first is a code. */
const tooLong =
  /^context_length_exceeded$|\b(?:maximum|model's) (?:context|prompt|model) length\b|\bexceeds? (?:the|its) (?:\w+ )?context (?:window|length|size)\b|\bexceeds the maximum number of tokens\b|\bprompt is too long\b|\bplease reduce the length of the messages\b/i
/** Claude's own words pass as they are. */
const said = /^prompt is too long\b|\bexceed context limit\b/i
/** OpenAI's and vLLM's words for an input that would fit if less were asked for. */
const asked = /\((\d+) in the messages,(?: (\d+) in the functions,)?(?: and)? (\d+) in the completion\)/
/** Counts of tokens, and no parts of models' names. */
const counts = /(?<![\w.-])\d{4,}(?![\w-])/g

/**
 * The words of Anthropic's API for a conversation that is too long, or for one that is too long beside `max_tokens`:
 * agents shorten the one and ask for less in the other case when they find them, and give up when they do not. Null
 * for an error of another kind.
 */
export function tooLongWords(message: string, code: string | null): string | null {
  if (said.test(message)) return message
  if (!tooLong.test(message) && !tooLong.test(code ?? '')) return null
  const numbers = [...new Set((message.match(counts) ?? []).map(Number))]
  const [limit = 0] = numbers
  const [, messages, functions = '0', completion] = asked.exec(message) ?? []
  const input = Number(messages) + Number(functions)
  if (input < limit) {
    return `input length and \`max_tokens\` exceed context limit: ${input} + ${completion} > ${limit}, decrease input length or \`max_tokens\` and try again`
  }
  if (messages !== undefined) return promptTooLong(input, limit)
  return numbers.length === 2
    ? promptTooLong(Math.max(...numbers), Math.min(...numbers))
    : `prompt is too long: ${message}`
}

function promptTooLong(tokens: number, limit: number): string {
  return `prompt is too long: ${tokens} tokens > ${limit} maximum`
}
