import { describe, expect, test } from 'vitest'
import { usageChunkFilter } from '../../src/tap/usage-chunk.ts'
import { knownAnswers } from '../usage/answers/index.ts'
import { recordedText } from '../usage/kept.ts'

/** Whose streams are asked for their usage, so that the chunk with it may have to be taken out again. */
const asked = knownAnswers.filter(
  ({ dialect, name }) => dialect.endsWith('-chat') && dialect !== 'cohere-chat' && name.endsWith('.sse'),
)

function passed(chunks: Iterable<Uint8Array>): Buffer {
  const filter = usageChunkFilter()
  const out = [...[...chunks].map((chunk) => filter.push(chunk)), filter.rest()]
  return Buffer.concat(out.filter((bytes) => bytes !== null))
}

/** The stream without its usage-only chunk, by a parser that knows nothing of cuts. */
function withoutUsageChunk(text: string): string {
  return text
    .split(/(?<=\r?\n\r?\n)/)
    .filter((event) => !isUsageOnly(event))
    .join('')
}

function isUsageOnly(event: string): boolean {
  const data = /^data: ?(\{.*\})\r?$/m.exec(event)?.[1]
  if (data === undefined) return false
  const { choices, usage } = JSON.parse(data) as { choices?: unknown[]; usage?: object | null }
  return choices?.length === 0 && typeof usage === 'object' && usage !== null
}

describe.each(asked)('$dialect/$name', (answer) => {
  test.each([
    ['as it came', '\n'],
    ['with CRLF', '\r\n'],
  ])('%s loses its usage-only chunk and no other byte, however it is cut', (_, ending) => {
    const text = recordedText(answer).replaceAll(/\r?\n/g, ending)
    const bytes = Buffer.from(text)
    const right = Buffer.from(withoutUsageChunk(text))
    const wrong = [...bytes.keys()].filter(
      (at) => !passed([bytes.subarray(0, at), bytes.subarray(at)]).equals(right),
    )
    expect(wrong).toEqual([])
    expect(passed([...bytes].map((byte) => Uint8Array.of(byte))).equals(right)).toBe(true)
  })
})
