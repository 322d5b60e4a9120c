/** What the upstream says: a whole body, or an event stream in pieces. */
export type Answer =
  | { whole: string }
  | { head: string; chunk: () => string; count: number; tail: string; pauseMs: number | null }

/** The usual length of an event of OpenAI's chat stream, in bytes. */
const chunkBytes = 295

/** The tokens that every answer states, to see in the ledger that it was read. */
export const outputTokens = 23

const about = `"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion.chunk","created":1741569952,"model":"gpt-4o-2024-08-06","system_fingerprint":"fp_50cad350e4"`
const chatUsage = `{"prompt_tokens":19,"completion_tokens":${outputTokens},"total_tokens":42}`

/** `count` chunks of an OpenAI chat stream, then its usage chunk. Without a pause, one for each turn of the event loop. */
export function chatStream(count: number, pauseMs: number | null = null): Answer {
  const chunk = padded(
    (content) =>
      `data: {${about},"choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}]}\n\n`,
  )
  return {
    head: `data: {${about},"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n`,
    chunk: () => chunk,
    count,
    tail: `data: {${about},"choices":[],"usage":${chatUsage}}\n\ndata: [DONE]\n\n`,
    pauseMs,
  }
}

/** The same stream; each chunk says when it was written, in ms of `performance.now()`. */
export function datedStream(count: number, pauseMs: number): Answer {
  const chunk = () =>
    padded(
      (content) =>
        `data: {${about},"written":${performance.now()},"choices":[{"index":0,"delta":{"content":"${content}"},"finish_reason":null}]}\n\n`,
    )
  return { ...chatStream(count, pauseMs), chunk }
}

/** `count` chunks of an Anthropic stream between the events that name its usage. */
export function messageStream(count: number, pauseMs: number | null = null): Answer {
  const event = (type: string, rest: string) => `event: ${type}\ndata: {"type":"${type}"${rest}}\n\n`
  const usage =
    '{"input_tokens":19,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"output_tokens":1}'
  const message = `{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","content":[],"model":"claude-sonnet-4-5-20250929","stop_reason":null,"stop_sequence":null,"usage":${usage}}`
  const chunk = padded((text) =>
    event('content_block_delta', `,"index":0,"delta":{"type":"text_delta","text":"${text}"}`),
  )
  return {
    head:
      event('message_start', `,"message":${message}`) +
      event('content_block_start', ',"index":0,"content_block":{"type":"text","text":""}'),
    chunk: () => chunk,
    count,
    tail:
      event('content_block_stop', ',"index":0') +
      event(
        'message_delta',
        `,"delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":${outputTokens}}`,
      ) +
      event('message_stop', ''),
    pauseMs,
  }
}

/** A small chat answer that is no stream. */
export const chatAnswer: Answer = {
  whole: `{"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion","created":1741569952,"model":"gpt-4o-2024-08-06","choices":[{"index":0,"message":{"role":"assistant","content":"Hello! How can I assist you today?","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":${chatUsage},"service_tier":"default"}`,
}

function padded(around: (content: string) => string): string {
  return around('x'.repeat(Math.max(1, chunkBytes - around('').length)))
}
