import { run } from '../run.ts'
import { installAgents } from './install.ts'

/** `npm run test:agents`: installs the coding agents where they are not yet, and runs them against the built Worker. */
installAgents()
process.exitCode = run('test/conformance/agents', { AGENTS: '1' })
