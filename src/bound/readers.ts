import type { BoundName } from '../endpoints/endpoint.ts'
import { readChat, readCompletions } from './chat.ts'
import { readClassify, readCohere, readRerank } from './cohere.ts'
import { readConverse, readInvoke } from './converse.ts'
import { readGenerate } from './generate.ts'
import { readInputs, readPages, readPrediction } from './inputs.ts'
import { readInteraction } from './interactions.ts'
import { readMessages } from './messages.ts'
import type { Reading } from './reading.ts'
import { readCompaction, readResponses } from './responses.ts'
import { readRun } from './run.ts'
import { readImages, readSpeech, readTranscription } from './sounds-and-images.ts'

/** How the bodies of an API are read for what they can cost. */
export const readers: Readonly<Record<BoundName, (reading: Reading) => void>> = {
  chat: readChat,
  completions: readCompletions,
  responses: readResponses,
  compaction: readCompaction,
  messages: readMessages,
  generate: readGenerate,
  interaction: readInteraction,
  converse: readConverse,
  invoke: readInvoke,
  'cohere-chat': readCohere,
  rerank: readRerank,
  classify: readClassify,
  inputs: readInputs,
  prediction: readPrediction,
  pages: readPages,
  images: readImages,
  speech: readSpeech,
  transcription: readTranscription,
  run: readRun,
}
