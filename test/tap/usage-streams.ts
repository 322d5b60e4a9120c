/** A stream in the shape that a vendor sends, and what of it is the usage-only event (empty: there is none). */
export interface UsageStream {
  name: string
  /** Up to the event, the event with its blank line, and what follows. */
  parts: readonly [string, string, string]
}

const delta =
  '{"id":"c1","choices":[{"index":0,"delta":{"content":"hé 😀"},"finish_reason":null}],"usage":null}'
const usage = '{"id":"c1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}'
const prettyUsage = '{\ndata:   "choices" : [ ],\ndata:   "usage" : { "prompt_tokens" : 9 }\ndata: }'
const filtered = '{"id":"","choices":[],"model":"","prompt_filter_results":[{"prompt_index":0}],"usage":null}'
const withChoices = `{"choices":[{"index":0,"delta":{"content":""},"finish_reason":"stop"}],"usage":{"total_tokens":3}}`
const error = '{"error":{"message":"upstream broke","type":"server_error"},"choices":[],"usage":null}'
const done = 'data: [DONE]\n\n'

function event(json: string, end = '\n\n'): string {
  return `data: ${json}${end}`
}

export const usageStreams: readonly UsageStream[] = [
  { name: 'LF', parts: [event(delta) + event(delta), event(usage), done] },
  { name: 'CRLF', parts: [event(delta, '\r\n\r\n'), event(usage, '\r\n\r\n'), 'data: [DONE]\r\n\r\n'] },
  { name: 'CR', parts: [event(delta, '\r\r'), event(usage, '\r\r'), 'data: [DONE]\r\r'] },
  {
    name: 'comments between',
    parts: [`: keep-alive\n\n${event(delta)}: keep-alive\n\n`, event(usage), `: bye\n\n${done}`],
  },
  { name: 'pretty JSON', parts: [event(delta), event(prettyUsage), done] },
  { name: 'no space after the colon', parts: [`data:${delta}\n\n`, `data:${usage}\n\n`, 'data:[DONE]\n\n'] },
  {
    name: 'an event name and an id',
    parts: [event(delta), `event: message\nid: 7\ndata: ${usage}\n\n`, done],
  },
  { name: 'a content-filter event first', parts: [event(filtered) + event(delta), event(usage), done] },
  { name: 'usage beside choices', parts: [event(delta) + event(withChoices) + done, '', ''] },
  { name: 'an error event', parts: [event(delta) + event(error), '', ''] },
  { name: 'no usage at all', parts: [event(delta) + done, '', ''] },
  { name: 'nothing after it', parts: [event(delta), event(usage), ''] },
  { name: 'no blank line at the end', parts: [event(delta), event(usage), 'data: [DONE]'] },
  { name: 'a usage event without its blank line', parts: [event(delta), `data: ${usage}`, ''] },
  {
    name: 'talk about it',
    parts: [event(JSON.stringify({ choices: [{ delta: { content: `${usage}\n\n` } }] })) + done, '', ''],
  },
  { name: 'no stream at all', parts: ['{"choices":[],"usage":{"total_tokens":1}}', '', ''] },
]
