import { describe } from 'vitest'
import { conformance } from '../suite.ts'
import { agentBudgets } from './budgets.ts'
import { agentsWanted } from './folder.ts'
import { agentModels } from './other-models.ts'
import { agentFeatures } from './tasks.ts'

describe.skipIf(!agentsWanted)('coding agents (`npm run test:agents`)', () => {
  const suite = conformance()

  describe('with other models', () => {
    agentModels(suite)
  })

  describe.concurrent('each with a task that takes a tool', () => {
    agentFeatures(suite)
  })

  describe('each with one dollar', () => {
    agentBudgets(suite)
  })

  suite.table('the agents')
})
