import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundMembers } from '../../src/bound/members.ts'
import { unboundedInFrame } from '../../src/bound/frame.ts'
import { jobDialects } from '../../src/job/dialects.ts'
import { socketDialects } from '../../src/socket/usage/index.ts'
import { createListener } from '../../src/socket/usage/listener.ts'
import { routed } from '../route/journeys.ts'
import { changed, odd } from './odd-json.ts'
import { mangled } from './mangled.ts'
import { recorded } from './recorded.ts'
import { cases } from './runs.ts'
import { faultIn } from './sound-reading.ts'

const usage = {
  input_tokens: 100,
  output_tokens: 50,
  input_token_details: { audio_tokens: 60, cached_tokens: 40, cached_tokens_details: { audio_tokens: 30 } },
  output_token_details: { audio_tokens: 35 },
}
const tokens = [{ modality: 'AUDIO', tokenCount: 5 }]
const frames: readonly object[] = [
  { type: 'session.created', session: { model: 'gpt-realtime' } },
  { type: 'response.created', response: { id: 'r' } },
  { type: 'response.done', response: { usage, model: 'gpt-realtime' } },
  { type: 'response.completed', response: { usage: { input_tokens: 5, output_tokens: 7 } } },
  {
    type: 'conversation.item.input_audio_transcription.completed',
    usage: { type: 'duration', seconds: 1.5 },
  },
  {
    usageMetadata: {
      promptTokenCount: 5,
      responseTokenCount: 7,
      totalTokenCount: 12,
      promptTokensDetails: tokens,
    },
  },
  {
    setup: { model: 'models/gemini-live', tools: [{ googleSearch: {} }] },
    serverContent: { turnComplete: true },
  },
  { metadata: { duration: 1.5, model_info: { a: { name: 'nova-3' } } }, type: 'Metadata' },
  {
    text: 'Größe',
    type: 'Speak',
    tools: [{ type: 'web_search' }],
    prompt: { id: 'p' },
    session: { tools: [] },
  },
]
const texts = fc.oneof(
  changed(frames, 3).map((frame) => JSON.stringify(frame) ?? 'null'),
  mangled(
    frames.map((frame) => JSON.stringify(frame)),
    2,
  ).map((bytes) => new TextDecoder().decode(bytes)),
)
const sent = fc.record({ text: texts, isBytes: fc.boolean(), isOurs: fc.boolean() })

describe('fuzz: the frames of a socket', () => {
  test('add up to counts that can be, whatever they are', () => {
    const dialect = fc.constantFrom(...Object.values(socketDialects))
    fc.assert(
      fc.property(dialect, fc.array(sent, { maxLength: 6 }), fc.boolean(), (dialect, frames, bytes) => {
        const listener = createListener(dialect, bytes)
        for (const { text, isBytes, isOurs } of frames) {
          const frame = isBytes ? Uint8Array.from(Buffer.from(text)).buffer : text
          if (isOurs) listener.overhear(frame)
          else listener.hear(frame)
          expect(faultIn(listener.reading())).toBeNull()
          expect(typeof listener.busy()).toBe('boolean')
        }
      }),
      cases(2),
    )
  })

  test('are read for what they ask for', () => {
    const route = routed('POST /v1/responses', { model: 'gpt-4o' })
    const more = fc.dictionary(fc.constantFrom(...boundMembers), odd, { maxKeys: 3 })
    fc.assert(
      fc.property(changed(frames, 3), more, (frame, more) => {
        const text = JSON.stringify({ ...Object(frame), ...more })
        const found = unboundedInFrame(route, JSON.parse(text) as Record<string, unknown>, text)
        expect(found === null || (found.field !== '' && found.why !== '')).toBe(true)
      }),
      cases(),
    )
  })
})

describe('fuzz: what answers say of jobs', () => {
  const answers = recorded
    .filter(({ kind }) => kind === 'json')
    .map(({ text }) => JSON.parse(text) as unknown)
  const job = {
    id: 'j',
    name: 'operations/o',
    status: 'queued',
    done: false,
    state: 'JOB_STATE_RUNNING',
    error: null,
    metadata: { state: 'BATCH_STATE_SUCCEEDED', batchStats: { requestCount: '2', failedRequestCount: 2 } },
    output_file_id: 'f',
    response: {},
    request_id: 'q',
  }

  test('is a name and a state, or nothing', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(jobDialects)),
        changed([job, ...answers], 3),
        (dialect, answer) => {
          for (const told of [dialect.body?.(answer) ?? null, dialect.event?.(answer) ?? null]) {
            const isName =
              told === null || told.id === null || (typeof told.id === 'string' && told.id !== '')
            const isState = told === null || ['running', 'done', 'failed'].includes(told.state)
            expect([isName, isState]).toEqual([true, true])
          }
        },
      ),
      cases(2),
    )
  })
})
