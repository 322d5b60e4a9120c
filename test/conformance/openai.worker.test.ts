import { describe } from 'vitest'
import { chatFeatures } from './openai/chat.ts'
import { claudeFeatures } from './openai/claude.ts'
import { endpointFeatures } from './openai/endpoints.ts'
import { errorFeatures } from './openai/errors.ts'
import { langchainFeatures } from './openai/langchain.ts'
import { mediaFeatures } from './openai/media.ts'
import { conformance } from './suite.ts'

const suite = conformance()

describe.concurrent('the openai SDK', () => {
  chatFeatures(suite)
  endpointFeatures(suite)
  mediaFeatures(suite)
})

describe.concurrent('what the openai SDK throws', () => {
  errorFeatures(suite)
})

describe.concurrent('Claude through the OpenAI door', () => {
  claudeFeatures(suite)
})

describe.concurrent('LangChain', () => {
  langchainFeatures(suite)
})

suite.table('openai and LangChain')
