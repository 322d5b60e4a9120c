import { crc32 } from 'node:zlib'
import { Readable } from 'node:stream'
import { BedrockRuntimeClient, ConverseStreamCommand } from '@aws-sdk/client-bedrock-runtime'
import { describe, expect, test } from 'vitest'
import { usageDialects } from '../../src/usage/dialects/index.ts'
import { readEventStream } from '../../src/usage/event-stream.ts'
import { readUsage } from '../../src/usage/read.ts'
import { nothingRead, type Reading } from '../../src/usage/usage.ts'
import {
  chunkFrame,
  encodeFrame,
  encodeFrames,
  eventFrame,
  exceptionFrame,
  type Frame,
} from '../support/event-stream.ts'
import { kept } from './kept.ts'

const contentType = 'application/vnd.amazon.eventstream'
const nothing = new Uint8Array()

const usage = {
  inputTokens: 10,
  outputTokens: 5,
  totalTokens: 1215,
  cacheReadInputTokens: 1000,
  cacheWriteInputTokens: 200,
}
const converse = [
  eventFrame('messageStart', { role: 'assistant', p: 'ab' }),
  eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'hé "usage":{' }, p: 'abc' }),
  eventFrame('contentBlockStop', { contentBlockIndex: 0 }),
  eventFrame('messageStop', { stopReason: 'end_turn' }),
  eventFrame('metadata', { usage, metrics: { latencyMs: 700 } }),
]
const metrics = { inputTokenCount: 10, outputTokenCount: 5, invocationLatency: 1, firstByteLatency: 1 }
const claude = [
  chunkFrame({
    type: 'message_start',
    message: {
      model: 'claude-haiku-4-5',
      usage: { input_tokens: 10, cache_read_input_tokens: 90, output_tokens: 1 },
    },
  }),
  chunkFrame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'hé' } }),
  chunkFrame({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }),
  chunkFrame({
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': { ...metrics, cacheReadInputTokenCount: 90 },
  }),
]
const llama = [
  chunkFrame({ generation: 'h', prompt_token_count: 10, generation_token_count: 1, stop_reason: null }),
  chunkFrame({
    generation: 'i',
    generation_token_count: 5,
    stop_reason: 'stop',
    'amazon-bedrock-invocationMetrics': metrics,
  }),
]

interface KnownStream {
  name: string
  dialect: 'bedrock-converse' | 'bedrock-invoke'
  frames: readonly Frame[]
  reading: Reading
}

const streams: readonly KnownStream[] = [
  {
    name: 'Converse',
    dialect: 'bedrock-converse',
    frames: converse,
    reading: {
      usage: { input: 1210, cacheRead: 1000, cacheWrite: 200, output: 5 },
      final: true,
      failed: false,
    },
  },
  {
    name: 'an exception after the headers',
    dialect: 'bedrock-converse',
    frames: [...converse.slice(0, 2), exceptionFrame('throttlingException', 'slow down')],
    reading: { final: false, failed: true },
  },
  {
    name: 'Claude by InvokeModel',
    dialect: 'bedrock-invoke',
    frames: claude,
    reading: {
      usage: { input: 100, cacheRead: 90, output: 5 },
      model: 'claude-haiku-4-5',
      final: true,
      failed: false,
    },
  },
  {
    name: 'Llama by InvokeModel',
    dialect: 'bedrock-invoke',
    frames: llama,
    reading: { usage: { input: 10, output: 5 }, final: true, failed: false },
  },
  {
    name: 'an exception of InvokeModel',
    dialect: 'bedrock-invoke',
    frames: [...claude.slice(0, 2), exceptionFrame('modelStreamErrorException', 'gone')],
    reading: { usage: { input: 100, cacheRead: 90 }, model: 'claude-haiku-4-5', final: false, failed: true },
  },
]

describe.each(streams)('$name', ({ dialect, frames, reading }) => {
  const bytes = encodeFrames(frames)
  const readBytes = (part: Uint8Array): Reading => readUsage(kept(part, contentType), usageDialects[dialect])

  test('reads exactly what the frames state', () => {
    expect(readBytes(bytes)).toStrictEqual(reading)
  })

  test('reads the same wherever the border between head and tail falls in the frames', () => {
    const readings = new Set<string>()
    for (let border = 0; border <= bytes.length; border += 1) {
      const split = { contentType, head: bytes.subarray(0, border), tail: bytes.subarray(border), skipped: 0 }
      readings.add(JSON.stringify(readUsage(split, usageDialects[dialect])))
    }
    expect([...readings].map((text) => JSON.parse(text))).toStrictEqual([reading])
  })

  test('broken off anywhere, counts the frames that are whole', () => {
    const ends = frames.map((_, index) => encodeFrames(frames.slice(0, index + 1)).length)
    const wrong = Array.from({ length: bytes.length + 1 }, (_, end) => end).filter((end) => {
      const whole = frames.slice(0, ends.filter((frameEnd) => frameEnd <= end).length)
      return (
        JSON.stringify(readBytes(bytes.subarray(0, end))) !== JSON.stringify(readBytes(encodeFrames(whole)))
      )
    })
    expect(wrong).toEqual([])
  })

  test('reads the same when most of the frames were not kept', () => {
    const filler = encodeFrame(
      eventFrame('contentBlockDelta', { delta: { text: 'xyz '.repeat(10) }, p: 'a' }),
    )
    const [first, ...others] = frames.map(encodeFrame)
    const long = Buffer.concat([first ?? nothing, ...Array.from({ length: 2000 }, () => filler), ...others])
    expect(readBytes(long)).toStrictEqual(reading)
  })
})

describe('a binary event stream', () => {
  test('of the tests is one to Amazon’s own client', async () => {
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      requestHandler: {
        handle: async () => ({
          response: {
            statusCode: 200,
            headers: { 'content-type': contentType },
            body: Readable.from([encodeFrames(converse)]),
          },
        }),
      },
    })
    const { stream = [] } = await client.send(new ConverseStreamCommand({ modelId: 'm', messages: [] }))
    const events: unknown[] = []
    for await (const event of stream) events.push(event)
    expect(events).toMatchObject([
      { messageStart: { role: 'assistant' } },
      { contentBlockDelta: { delta: { text: 'hé "usage":{' } } },
      { contentBlockStop: { contentBlockIndex: 0 } },
      { messageStop: { stopReason: 'end_turn' } },
      { metadata: { usage, metrics: { latencyMs: 700 } } },
    ])
  })

  test('gives payloads as they are, and exceptions as errors', () => {
    const frames = [{ headers: { ':message-type': 'event' }, payload: 'é' }, exceptionFrame('x', 'no')]
    expect(readEventStream(encodeFrames(frames), nothing, 0)).toEqual([
      { data: 'é' },
      { event: 'error', data: '{"message":"no"}' },
    ])
  })

  test('skips headers of every other type', () => {
    const text = encodeFrame({ headers: { ':message-type': 'event' }, payload: '{}' })
    const own = text.subarray(12, 12 + text.readUInt32BE(4))
    const others = [
      [0],
      [1],
      [2, 9],
      [3, 0, 9],
      [4, 0, 0, 0, 9],
      [5, ...Array(8).fill(9)],
      [6, 0, 2, 9, 9],
      [8, ...Array(8).fill(9)],
      [9, ...Array(16).fill(9)],
    ]
    const names = others.flatMap((value, index) => [1, 97 + index].concat(value))
    const headers = Buffer.concat([Buffer.from(names), own])
    // Only the prelude's checksum is looked at.
    const lengths = Buffer.alloc(8)
    lengths.writeUInt32BE(16 + headers.length + 2)
    lengths.writeUInt32BE(headers.length, 4)
    const made = Buffer.concat([lengths, Buffer.alloc(4), headers, Buffer.from('{}'), Buffer.alloc(4)])
    made.writeUInt32BE(crc32(lengths), 8)
    expect(readEventStream(made, nothing, 0)).toEqual([{ data: '{}' }])
  })

  test.each([
    ['nothing', nothing],
    ['a text', new TextEncoder().encode(JSON.stringify({ usage }))],
    ['zeros', new Uint8Array(4096)],
    ['all bits', new Uint8Array(4096).fill(255)],
  ])('of %s has nothing in it, wherever it begins', (_, bytes) => {
    expect([readEventStream(bytes, nothing, 0), readEventStream(bytes, bytes, 7)]).toEqual([[], []])
    expect(readUsage(kept(bytes, contentType), usageDialects['bedrock-converse'])).toStrictEqual(nothingRead)
  })
})
