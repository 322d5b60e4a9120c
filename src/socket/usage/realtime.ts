import { count, label } from '../../usage/count.ts'
import { usageFrom, type UsageFields } from '../../usage/fields.ts'
import { valueAt } from '../../usage/json.ts'
import type { Usage } from '../../usage/usage.ts'
import { measure } from '../../usage/measure.ts'
import { asksForResponse } from './responses.ts'
import { type Session, settle, type SocketDialect } from './session.ts'
import { awaiting, awaitingOne, begun, ended, refused } from './turns.ts'

/** https://platform.openai.com/docs/api-reference/realtime-server-events/response/done */
const fields: UsageFields = {
  counts: {
    input: ['response.usage.input_tokens'],
    cacheRead: ['response.usage.input_token_details.cached_tokens'],
    output: ['response.usage.output_tokens'],
    reasoning: ['response.usage.output_token_details.reasoning_tokens'],
  },
  details: {
    input_audio_tokens: ['response.usage.input_token_details.audio_tokens'],
    input_image_tokens: ['response.usage.input_token_details.image_tokens'],
    cache_read_audio_tokens: ['response.usage.input_token_details.cached_tokens_details.audio_tokens'],
    cache_read_image_tokens: ['response.usage.input_token_details.cached_tokens_details.image_tokens'],
    output_audio_tokens: ['response.usage.output_token_details.audio_tokens'],
  },
  labels: {},
}

const transcribed = 'conversation.item.input_audio_transcription.completed'

/** A realtime session: each answer states its own usage, once. */
export const realtime: SocketDialect = {
  marks: [
    '"response.created"',
    '"response.done"',
    '"session.created"',
    '"session.updated"',
    '"input_audio_buffer.committed"',
    '"error"',
    `"${transcribed}"`,
  ],
  read(event, soFar) {
    const type = valueAt(event, 'type')
    if (type === 'response.created') return begun(soFar)
    if (type === 'response.done') return settle(ended(soFar), usageFrom(event, fields))
    if (type === 'error') return withError(valueAt(event, 'error'), soFar)
    if (type === 'input_audio_buffer.committed') return soFar.answersSpeech ? awaitingOne(soFar) : soFar
    if (type === transcribed) return settle(soFar, transcription(valueAt(event, 'usage')))
    if (type === 'session.created' || type === 'session.updated') return withTerms(event, soFar)
    return soFar
  },
  asks: asksForResponse,
  asked(frame, soFar) {
    if (valueAt(frame, 'type') !== 'response.create') return soFar
    return awaiting(soFar, label(valueAt(frame, 'event_id')))
  },
}

function withTerms(event: unknown, soFar: Session): Session {
  const model = label(valueAt(event, 'session.model'))
  return { ...soFar, ...(model !== undefined && { model }), answersSpeech: answersSpeech(event) }
}

/** Turns are detected, in the places of the API and of its beta, and it is not said that they stay unanswered. */
function answersSpeech(event: unknown): boolean {
  const detection =
    valueAt(event, 'session.audio.input.turn_detection') ?? valueAt(event, 'session.turn_detection')
  const transcribes = valueAt(event, 'session.type') === 'transcription'
  const detects = label(valueAt(detection, 'type')) !== undefined
  return detects && valueAt(detection, 'create_response') !== false && !transcribes
}

/** An error names the client's event that it is about, if that had an id, and else a field of it. */
function withError(error: unknown, soFar: Session): Session {
  const id = label(valueAt(error, 'event_id'))
  const isOfResponse =
    /^response\b/.test(label(valueAt(error, 'param')) ?? '') ||
    valueAt(error, 'code') === 'conversation_already_has_active_response'
  return refused(soFar, id ?? (isOfResponse ? '' : undefined))
}

/** Another model did that, at its own rate: it stays out of the totals. */
function transcription(usage: unknown): Usage | undefined {
  const stated = {
    transcription_input_tokens: count(valueAt(usage, 'input_tokens')),
    transcription_input_audio_tokens: count(valueAt(usage, 'input_token_details.audio_tokens')),
    transcription_output_tokens: count(valueAt(usage, 'output_tokens')),
    transcription_seconds: measure(valueAt(usage, 'seconds')),
  }
  const details = Object.entries(stated).filter((entry): entry is [string, number] => entry[1] !== undefined)
  return details.length === 0 ? undefined : { details: Object.fromEntries(details) }
}
