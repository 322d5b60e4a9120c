import { label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { nothingRead, type Reading } from '../usage.ts'
import { foldMessageUsage, messageUsage } from './anthropic-usage.ts'

/** Anthropic's Messages, https://platform.claude.com/docs/en/build-with-claude/streaming */
export const anthropicMessages: UsageDialect = {
  marks: ['"message_start"', '"message_delta"', '"message_stop"'],
  body(json) {
    const usage = messageUsage(valueAt(json, 'usage'))
    return extendReading(nothingRead, {
      usage: usage && foldMessageUsage(undefined, usage),
      model: label(valueAt(json, 'model')),
      final: usage !== undefined,
      failed: statesError(json),
    })
  },
  event(json, soFar) {
    if (statesError(json)) return extendReading(soFar, { failed: true })
    const read = eventReaders.get(valueAt(json, 'type'))
    return read ? read(json, soFar) : soFar
  },
  tail: {
    body: [
      { member: 'model', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
    event: [{ member: 'usage', opening: '{"type":"message_delta",' }],
  },
}

const eventReaders: ReadonlyMap<unknown, UsageDialect['event']> = new Map([
  ['message_start', readStart],
  ['message_delta', readDelta],
  ['message_stop', readStop],
])

/** Input is settled here. Output is not: the figure is that of the first tokens, and no count of anything billed. */
function readStart(json: unknown, soFar: Reading): Reading {
  const { output: _first, reasoning: _none, ...usage } = messageUsage(valueAt(json, 'message.usage')) ?? {}
  return extendReading(soFar, {
    usage: Object.keys(usage).length > 0 ? foldMessageUsage(soFar.usage, usage) : undefined,
    model: label(valueAt(json, 'message.model')),
  })
}

/** Cumulative, never to be summed. There may be several; the last has the reason why the answer stopped. */
function readDelta(json: unknown, soFar: Reading): Reading {
  const usage = messageUsage(valueAt(json, 'usage'))
  const stopped = label(valueAt(json, 'delta.stop_reason')) !== undefined
  return extendReading(soFar, {
    usage: usage && foldMessageUsage(soFar.usage, usage),
    final: stopped && usage?.output !== undefined,
  })
}

/** The end, also of a stream that gave no reason for it. Without any output figure it settles nothing. */
function readStop(_json: unknown, soFar: Reading): Reading {
  return extendReading(soFar, { final: soFar.usage?.output !== undefined })
}
