import { describe } from 'vitest'
import { conformance } from '../suite.ts'
import { agentsWanted } from './folder.ts'
import { agentFeatures } from './tasks.ts'

describe.skipIf(!agentsWanted)('coding agents (`npm run test:agents`)', () => {
  const suite = conformance()

  describe.concurrent('each with a task that takes a tool', () => {
    agentFeatures(suite)
  })

  suite.table('the agents')
})
