import { LLMock } from '@copilotkit/aimock'

/** What the stand-in says to everybody, and the tokens that it states for it. */
const content =
  'Hello from the stand-in! This answer came through Tollgate chunk by chunk, and its usage is now a row in D1.'
const [input, output] = [12, 26]

/** How fast an answer arrives: milliseconds until its first chunk, and chunks a second after that. */
export interface Pace {
  ttft: number
  tps: number
}

/** A mock of the providers' APIs on a free loopback port that gives every prompt the same answer and the same counts. */
export async function startMock(pace: Pace | undefined): Promise<LLMock> {
  const mock = new LLMock({ host: '127.0.0.1', port: 0, journalMaxEntries: 1000 })
  const usage = {
    prompt_tokens: input,
    completion_tokens: output,
    input_tokens: input,
    output_tokens: output,
    promptTokenCount: input,
    candidatesTokenCount: output,
    totalTokenCount: input + output,
  }
  mock.onEmbedding(/[^]*/, { embedding: [0.25, -0.5, 0.75] })
  mock.on({}, { content, usage }, { chunkSize: 8, ...(pace && { streamingProfile: pace }) })
  await mock.start()
  return mock
}
