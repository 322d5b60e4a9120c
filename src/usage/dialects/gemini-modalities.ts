import { count, isMiscount, label } from '../count.ts'
import { listAt, valueAt } from '../json.ts'

/** The modalities priced apart from text, by list, by modality. A live session's output goes by another name. */
const modalities = [
  { list: 'promptTokensDetails', modality: 'AUDIO', detail: 'input_audio_tokens' },
  { list: 'promptTokensDetails', modality: 'IMAGE', detail: 'input_image_tokens' },
  { list: 'promptTokensDetails', modality: 'VIDEO', detail: 'input_video_tokens' },
  { list: 'candidatesTokensDetails', modality: 'AUDIO', detail: 'output_audio_tokens' },
  { list: 'candidatesTokensDetails', modality: 'IMAGE', detail: 'output_image_tokens' },
  { list: 'candidatesTokensDetails', modality: 'VIDEO', detail: 'output_video_tokens' },
  { list: 'responseTokensDetails', modality: 'AUDIO', detail: 'output_audio_tokens' },
  { list: 'responseTokensDetails', modality: 'IMAGE', detail: 'output_image_tokens' },
]

/** The audio and image tokens that a `usageMetadata` breaks out, and its service tier, by their names in `details`. */
export function modalityDetails(metadata: unknown): Record<string, number | string> {
  const details: Record<string, number | string> = {}
  for (const { list, modality, detail } of modalities) {
    const entry = listAt(metadata, list).find((entry) => valueAt(entry, 'modality') === modality)
    const tokens = count(valueAt(entry, 'tokenCount')) ?? 0
    if (tokens > 0) details[detail] = tokens
  }
  Object.assign(details, cachedDetails(metadata, details))
  const miscounts = Object.entries(metadata ?? {}).filter(
    ([name, value]) => name.endsWith('TokenCount') && isMiscount(value),
  )
  if (miscounts.length > 0) details['miscounts'] = miscounts.length
  // Vertex's name for it: https://cloud.google.com/vertex-ai/generative-ai/docs/priority-paygo
  const tier = label(valueAt(metadata, 'serviceTier')) ?? label(valueAt(metadata, 'trafficType'))
  if (tier !== undefined) details['service_tier'] = tier
  return details
}

const cachedModalities = [
  { modality: 'AUDIO', of: 'input_audio_tokens', detail: 'cache_read_audio_tokens' },
  { modality: 'IMAGE', of: 'input_image_tokens', detail: 'cache_read_image_tokens' },
  { modality: 'VIDEO', of: 'input_video_tokens', detail: 'cache_read_video_tokens' },
]

/** How much of what has a modality was cached: a list that leaves one out says that none was. */
function cachedDetails(metadata: unknown, told: Record<string, number | string>): Record<string, number> {
  const list = listAt(metadata, 'cacheTokensDetails')
  if (list.length === 0) return {}
  const counted = cachedModalities
    .filter(({ of }) => told[of] !== undefined)
    .map(({ modality, detail }): [string, number] => {
      const entry = list.find((entry) => valueAt(entry, 'modality') === modality)
      return [detail, count(valueAt(entry, 'tokenCount')) ?? 0]
    })
  return Object.fromEntries(counted)
}
