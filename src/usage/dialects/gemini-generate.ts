import { count, label } from '../count.ts'
import type { UsageDialect } from '../dialect.ts'
import { extendReading } from '../fold.ts'
import { listAt, statesError, valueAt } from '../json.ts'
import { nothingRead, type Reading, type Usage } from '../usage.ts'
import { modalityDetails } from './gemini-modalities.ts'

/** Gemini's generateContent, its streams, and embedContent, here and on Vertex: https://ai.google.dev/api/generate-content */
export const geminiGenerate: UsageDialect = {
  marks: ['"usageMetadata"', '"finishReason"', '"blockReason"'],
  body: (json) => extendReading(read(json, nothingRead), { final: usageFrom(json) !== undefined }),
  event: read,
  tail: {
    body: [
      { member: 'usageMetadata', opening: '{' },
      { member: 'modelVersion', opening: '{' },
    ],
    event: [
      { member: 'finishReason', opening: '{"candidates":[{' },
      { member: 'usageMetadata', opening: '{' },
    ],
  },
}

/** Each chunk repeats the counts, and they grow: the last are the answer's, once it has a reason to have ended. */
function read(json: unknown, soFar: Reading): Reading {
  const usage = usageFrom(json)
  const ended =
    label(valueAt(json, 'promptFeedback.blockReason')) !== undefined ||
    listAt(json, 'candidates').some((candidate) => label(valueAt(candidate, 'finishReason')) !== undefined)
  return extendReading(soFar, {
    usage,
    model: label(valueAt(json, 'modelVersion')),
    final: ended && (usage ?? soFar.usage) !== undefined,
    failed: statesError(json),
  })
}

function usageFrom(json: unknown): Usage | undefined {
  const metadata = valueAt(json, 'usageMetadata')
  const prompt = count(valueAt(metadata, 'promptTokenCount'))
  const toolUse = count(valueAt(metadata, 'toolUsePromptTokenCount'))
  const cached = count(valueAt(metadata, 'cachedContentTokenCount'))
  const thoughts = count(valueAt(metadata, 'thoughtsTokenCount'))
  const input = prompt === undefined ? undefined : count(prompt + (toolUse ?? 0))
  const output = outputTokens(metadata, prompt, toolUse, thoughts)
  const details = { ...modalityDetails(metadata), ...searchDetails(json) }
  const usage: Usage = {
    ...(input !== undefined && { input }),
    ...(cached !== undefined && { cacheRead: cached }),
    ...(output !== undefined && { output }),
    ...(thoughts !== undefined && { reasoning: thoughts }),
  }
  if (Object.keys(usage).length === 0) return undefined
  return Object.keys(details).length === 0 ? usage : { ...usage, details }
}

/**
 * The type says that thoughts come on top of the candidates, but not every surface keeps to it: if prompt and
 * candidates alone make the total, the thoughts are among the candidates: https://github.com/BerriAI/litellm/pull/10141
 */
function outputTokens(metadata: unknown, prompt?: number, toolUse?: number, thoughts?: number) {
  const candidates =
    count(valueAt(metadata, 'candidatesTokenCount')) ?? count(valueAt(metadata, 'responseTokenCount'))
  if (candidates === undefined || thoughts === undefined) return candidates ?? thoughts
  const total = count(valueAt(metadata, 'totalTokenCount'))
  const bare = (prompt ?? 0) + candidates
  const inside = thoughts <= candidates && (total === bare || total === bare + (toolUse ?? 0))
  return inside ? candidates : count(candidates + thoughts)
}

/** Searches of the web and of maps have a fee beside the tokens: https://ai.google.dev/gemini-api/docs/pricing (grounding) */
function searchDetails(json: unknown): Record<string, number> {
  const queries = listAt(json, 'candidates').flatMap((candidate) =>
    listAt(candidate, 'groundingMetadata.webSearchQueries'),
  )
  const places = listAt(json, 'candidates')
    .flatMap((candidate) => listAt(candidate, 'groundingMetadata.groundingChunks'))
    .filter((chunk) => valueAt(chunk, 'maps') !== undefined)
  return {
    ...(queries.length > 0 && { web_search_requests: queries.length }),
    ...(places.length > 0 && { maps_requests: 1 }),
  }
}
