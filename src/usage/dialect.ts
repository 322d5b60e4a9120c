import type { Reading, Usage } from './usage.ts'

/**
 * Where one API puts its counts. Pure: JSON values in, a reading out. Reads only the fields it names, believes only
 * finite integers ≥ 0, and never throws, whatever it is given.
 */
export interface UsageDialect {
  /** An event or a line of a stream can matter only if its text contains one of these. Keeps `JSON.parse` rare. */
  marks: readonly string[]
  /** Several events of a stream add up; elsewhere the last word is the whole. */
  sums?: true
  /**
   * What it states stands all over an answer of any length, which is therefore read while it passes: JSON, a value a
   * line (`lines`), each of them an event, or all of it one value (`document`). It is so whatever its content type says:
   * files are told as bytes.
   */
  gathers?: 'lines' | 'document'
  /** How many of those events there will be, where the request tells: with all of them read nothing is missing. */
  summands?(body: Readonly<Record<string, unknown>>): number | undefined
  /** A whole answer that is not a stream. */
  body(json: unknown): Reading
  /** One event of a stream, folded onto what was read before it. Later values win, field by field. */
  event(json: unknown, soFar: Reading): Reading
  /**
   * What the headers of an answer state. For bodies that carry no counts; it wins over what the body says, which is
   * `told`.
   */
  headers?(headers: Headers, told?: Usage): Usage
  /**
   * What the request alone tells, of an answer that states nothing: characters to be spoken, images asked for.
   * `missingIn` says how many letters a text in it has more than is shown.
   */
  request?(body: Readonly<Record<string, unknown>>, missingIn?: (text: string) => number): Usage
  /** For an answer too large to keep whole: members at its top that are objects, and stand near its beginning. */
  head?: readonly string[]
  /** For an answer too large to keep whole: where to pick up a body or an event whose beginning is gone. */
  tail?: { body: readonly TailAnchor[]; event: readonly TailAnchor[] }
}

/**
 * A member from which the rest of a severed JSON text can be read. `opening` stands for what was lost before it: with
 * it, and only if the member is at that very place, the rest is a whole JSON value again.
 */
export interface TailAnchor {
  member: string
  /** `{` for a member at the top, `{"response":{` for one inside `response`. */
  opening: string
}

/** The dialects by name; an endpoint's row names one. `none` is for answers that state no consumption. */
export type UsageDialectName =
  | 'none'
  | 'openai-chat'
  | 'openai-responses'
  | 'openai-embeddings'
  | 'openai-images'
  | 'openai-speech'
  | 'openai-transcription'
  | 'openai-videos'
  | 'openai-batch'
  | 'openai-batch-output'
  | 'openai-fine-tuning'
  | 'anthropic-messages'
  | 'anthropic-batch'
  | 'gemini-generate'
  | 'gemini-interactions'
  | 'gemini-predict'
  | 'gemini-video'
  | 'gemini-batch'
  | 'gemini-batch-output'
  | 'groq-chat'
  | 'mistral-chat'
  | 'mistral-ocr'
  | 'mistral-batch'
  | 'mistral-batch-output'
  | 'xai-chat'
  | 'xai-responses'
  | 'xai-images'
  | 'xai-video'
  | 'perplexity-chat'
  | 'perplexity-async'
  | 'perplexity-responses'
  | 'perplexity-embeddings'
  | 'openrouter-chat'
  | 'openrouter-responses'
  | 'openrouter-messages'
  | 'openrouter-embeddings'
  | 'openrouter-images'
  | 'openrouter-transcription'
  | 'openrouter-rerank'
  | 'openrouter-video'
  | 'cohere-chat'
  | 'gemini-openai-chat'
  | 'workers-ai-run'
  | 'workers-ai-chat'
  | 'workers-ai-responses'
  | 'workers-ai-embeddings'
  | 'bedrock-converse'
  | 'bedrock-invoke'
  | 'text-generation'
  | 'replicate-prediction'
  | 'fal-units'
  | 'elevenlabs-speech'
  | 'elevenlabs-transcription'
  | 'deepgram-listen'
  | 'deepgram-speak'
  | 'cartesia-speech'
  | 'cartesia-transcription'
  | 'image-list'
  | 'search-request'
  | 'one-request'
