import { describe } from 'vitest'
import { googleClients } from './google/client.ts'
import { contentFeatures } from './google/content.ts'
import { errorFeatures } from './google/errors.ts'
import { partFeatures } from './google/parts.ts'
import { conformance } from './suite.ts'

const suite = conformance()

for (const client of googleClients(suite.url))
  describe.concurrent(`Google’s SDK, ${client.client}`, () => {
    contentFeatures(client, suite)
    partFeatures(client, suite)
    errorFeatures(client, suite)
  })

suite.table('Google’s SDK')
