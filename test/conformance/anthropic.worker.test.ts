import { describe } from 'vitest'
import { anthropicClients } from './anthropic/client.ts'
import { errorFeatures } from './anthropic/errors.ts'
import { messageFeatures } from './anthropic/messages.ts'
import { partFeatures } from './anthropic/parts.ts'
import { conformance } from './suite.ts'

const suite = conformance()

for (const client of anthropicClients(suite.url))
  describe.concurrent(`Anthropic’s SDK, ${client.client}`, () => {
    messageFeatures(client, suite)
    partFeatures(client, suite)
    errorFeatures(client, suite)
  })

suite.table('Anthropic’s SDK')
