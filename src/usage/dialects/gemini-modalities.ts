import { count, label } from '../count.ts'
import { listAt, valueAt } from '../json.ts'

/** The modalities priced apart from text, by list, by modality. A live session's output goes by another name. */
const modalities = [
  { list: 'promptTokensDetails', modality: 'AUDIO', detail: 'input_audio_tokens' },
  { list: 'promptTokensDetails', modality: 'IMAGE', detail: 'input_image_tokens' },
  { list: 'candidatesTokensDetails', modality: 'AUDIO', detail: 'output_audio_tokens' },
  { list: 'candidatesTokensDetails', modality: 'IMAGE', detail: 'output_image_tokens' },
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
  const tier = label(valueAt(metadata, 'serviceTier'))
  if (tier !== undefined) details['service_tier'] = tier
  return details
}
