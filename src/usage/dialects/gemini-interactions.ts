import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { nothingRead, type Reading, type Usage } from '../usage.ts'

/** Google's Interactions: an interaction as the answer, or inside a stream's events. https://ai.google.dev/api/interactions-api */
export const geminiInteractions: UsageDialect = {
  marks: ['interaction.completed'],
  body: (json) => read(json, nothingRead),
  event(json, soFar) {
    const completed = valueAt(json, 'event_type') === 'interaction.completed'
    const reading = completed
      ? read(valueAt(json, 'interaction'), soFar)
      : extendReading(soFar, { model: label(valueAt(json, 'interaction.model')) })
    return extendReading(reading, { failed: statesError(json) })
  },
  tail: {
    body: [
      { member: 'model', opening: '{' },
      { member: 'usage', opening: '{' },
    ],
    event: [{ member: 'usage', opening: '{"event_type":"interaction.completed","interaction":{' }],
  },
}

/** The modalities priced apart from text, by list, by modality. */
const modalities = [
  { list: 'input_tokens_by_modality', modality: 'audio', detail: 'input_audio_tokens' },
  { list: 'input_tokens_by_modality', modality: 'image', detail: 'input_image_tokens' },
  { list: 'output_tokens_by_modality', modality: 'audio', detail: 'output_audio_tokens' },
  { list: 'output_tokens_by_modality', modality: 'image', detail: 'output_image_tokens' },
]

function read(interaction: unknown, soFar: Reading): Reading {
  const usage = usageFrom(valueAt(interaction, 'usage'))
  return extendReading(soFar, {
    usage,
    model: label(valueAt(interaction, 'model')),
    final: usage !== undefined,
    failed: statesError(interaction) || valueAt(interaction, 'status') === 'failed',
  })
}

/** Tool use and thoughts stand beside the totals of input and output, which are ours to add up. */
function usageFrom(stated: unknown): Usage | undefined {
  const input = total(stated, 'total_input_tokens', 'total_tool_use_tokens')
  const cacheRead = count(valueAt(stated, 'total_cached_tokens'))
  const output = total(stated, 'total_output_tokens', 'total_thought_tokens')
  const reasoning = count(valueAt(stated, 'total_thought_tokens'))
  const usage: Usage = {
    ...(input !== undefined && { input }),
    ...(cacheRead !== undefined && { cacheRead }),
    ...(output !== undefined && { output }),
    ...(reasoning !== undefined && { reasoning }),
  }
  if (Object.keys(usage).length === 0) return undefined
  const details = detailsFrom(stated)
  return Object.keys(details).length === 0 ? usage : { ...usage, details }
}

function total(stated: unknown, one: string, other: string): number | undefined {
  const [first, second] = [count(valueAt(stated, one)), count(valueAt(stated, other))]
  return first === undefined && second === undefined ? undefined : count((first ?? 0) + (second ?? 0))
}

function detailsFrom(stated: unknown): Record<string, number> {
  const details: Record<string, number> = {}
  for (const { list, modality, detail } of modalities) {
    const entry = listAt(stated, list).find((entry) => valueAt(entry, 'modality') === modality)
    const tokens = count(valueAt(entry, 'tokens')) ?? 0
    if (tokens > 0) details[detail] = tokens
  }
  return details
}
