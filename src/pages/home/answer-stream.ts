import { readSse } from '../../usage/sse.ts'

const longestEvent = 1_000_000

/** The pieces of text in a streamed chat completion, as they come. Throws where the stream breaks, or says an error. */
export async function* textsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let rest = ''
  for (;;) {
    const { done, value = '' } = await reader.read()
    rest = `${rest}${value}`.replaceAll('\r\n', '\n')
    const end = done ? rest.length : rest.lastIndexOf('\n\n') + 2
    if (end >= 2) {
      for (const { data } of readSse(`${rest.slice(0, end)}\n\n`).events) yield textOf(data)
      rest = rest.slice(end)
    }
    if (done) return
    if (rest.length > longestEvent) throw new Error('an event of the stream is longer than 1 MB')
  }
}

interface Chunk {
  choices?: { delta?: { content?: string | null } }[]
  error?: { message?: string }
}

function textOf(data: string): string {
  if (data === '[DONE]') return ''
  const chunk = JSON.parse(data) as Chunk
  if (chunk.error) throw new Error(chunk.error.message ?? 'the stream ended with an error')
  return chunk.choices?.[0]?.delta?.content ?? ''
}
