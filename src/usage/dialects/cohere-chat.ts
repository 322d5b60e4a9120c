import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { statesError, valueAt } from '../json.ts'
import { units } from '../measure.ts'
import { nothingRead, type Reading, type Usage } from '../usage.ts'

/** Where v2 and v1 put what they counted: in an answer, in the last event of a stream. */
const places = ['usage', 'delta.usage', 'meta', 'response.meta']

/** Other measures than tokens, in `billed_units`, by their names as units. */
const otherUnits = [
  { member: 'search_units', unit: 'search' },
  { member: 'classifications', unit: 'classification' },
  { member: 'pages', unit: 'page' },
]

const endings: ReadonlySet<unknown> = new Set(['message-end', 'stream-end'])

/**
 * Cohere's own API, v1 and v2: https://docs.cohere.com/reference/chat. `tokens` is what went in and out; `billed_units`
 * is less, because the words that Cohere adds are free, and is what money is counted by.
 */
export const cohereChat: UsageDialect = {
  marks: ['"billed_units"', '"tokens"', '"message-end"', '"stream-end"'],
  body: (json) => read(json, nothingRead),
  event(json, soFar) {
    const ends = endings.has(valueAt(json, 'type')) || endings.has(valueAt(json, 'event_type'))
    return ends ? read(json, soFar) : extendReading(soFar, { failed: statesError(json) })
  },
  tail: {
    body: [
      { member: 'meta', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
    event: [{ member: 'meta', opening: '{"event_type":"stream-end","response":{' }],
  },
}

function read(json: unknown, soFar: Reading): Reading {
  const usage = places.map((place) => usageIn(valueAt(json, place))).find((found) => found !== undefined)
  const reason = valueAt(json, 'delta.finish_reason') ?? valueAt(json, 'finish_reason')
  return extendReading(soFar, {
    usage,
    model: label(valueAt(json, 'model')),
    final: usage !== undefined,
    failed:
      statesError(json) ||
      label(valueAt(json, 'delta.error')) !== undefined ||
      (typeof reason === 'string' && reason.startsWith('ERROR')),
  })
}

function usageIn(stated: unknown): Usage | undefined {
  const billed = valueAt(stated, 'billed_units')
  const billedInput = count(valueAt(billed, 'input_tokens'))
  const billedOutput = count(valueAt(billed, 'output_tokens'))
  const input = count(valueAt(stated, 'tokens.input_tokens')) ?? billedInput
  const output = count(valueAt(stated, 'tokens.output_tokens')) ?? billedOutput
  const cacheRead = count(valueAt(stated, 'cached_tokens'))
  const images = count(valueAt(billed, 'image_tokens'))
  const details = {
    ...(billedInput !== undefined && { billed_input_tokens: billedInput }),
    ...(billedOutput !== undefined && { billed_output_tokens: billedOutput }),
    ...(images !== undefined && images > 0 && { input_image_tokens: images }),
  }
  const usage: Usage = {
    ...(input !== undefined && { input }),
    ...(cacheRead !== undefined && { cacheRead }),
    ...(output !== undefined && { output }),
    ...otherUnitsIn(billed),
  }
  if (Object.keys(usage).length === 0) return undefined
  return Object.keys(details).length === 0 ? usage : { ...usage, details }
}

function otherUnitsIn(billed: unknown): Usage {
  for (const { member, unit } of otherUnits) {
    const amount = count(valueAt(billed, member)) ?? 0
    if (amount > 0) return units(amount, unit)
  }
  return {}
}
