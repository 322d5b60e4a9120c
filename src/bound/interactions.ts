import { takeFile, takeImage, takeParts, type Parts, plain } from './media.ts'
import { spelled, takeGoogleThinking } from './generate.ts'
import {
  countAt,
  listOf,
  objectOf,
  type Reading,
  takeAgent,
  takeOutput,
  takeUnbounded,
  takeWindow,
} from './reading.ts'
import { takeHiring, takeTools } from './tools.ts'

/** https://ai.google.dev/api/interactions-api */
const parts: Parts = {
  text: plain,
  thought: plain,
  function_call: plain,
  function_result: plain,
  image: (reading, { data }) =>
    typeof data === 'string' ? takeImage(reading, data) : takeWindow(reading, 'input.image'),
  audio: (reading, { data }) => takeFile(reading, data, 'input.audio'),
  video: (reading, { data }) => takeFile(reading, data, 'input.video'),
  document: (reading, { data }) => takeFile(reading, data, 'input.document'),
}

/** A request of Google's Interactions API. */
export function readInteraction(reading: Reading): void {
  const { body } = reading
  takeHiring(reading)
  if (body['background'] === true) reading.job = true
  if (body['previous_interaction_id']) takeWindow(reading, 'previous_interaction_id')
  const input = body['input']
  const turns = typeof input === 'string' || input === undefined ? [] : Array.isArray(input) ? input : [input]
  for (const turn of turns) {
    const { role, content } = objectOf(turn)
    if (typeof role === 'string') takeParts(reading, content, parts, 'input.content')
    else takeParts(reading, [turn], parts, 'input')
  }
  takeTools(reading, body['tools'], { plain: ({ type }) => type === 'function' })
  const at = spelled(reading, body, 'generationConfig')
  const config = objectOf(at.value)
  takeGoogleThinking(reading, config)
  const limit = spelled(reading, config, 'maxOutputTokens').name
  const path = [
    at.name === 'generationConfig' && at.value === undefined ? 'generation_config' : at.name,
    limit,
  ] as const
  const asked = countAt(reading, config, limit, path.join('.'))
  if (listOf(body['response_modalities']).some((modality) => String(modality).toLowerCase() !== 'text'))
    return takeUnbounded(reading, 'response_modalities', 'nothing bounds what is drawn or spoken')
  if (config['thinking_summaries']) takeAgent(reading)
  takeOutput(reading, [{ path: asked === null ? [path[0], 'max_output_tokens'] : path, asked }], 1)
}
