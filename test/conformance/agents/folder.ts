import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../../src/cli/wrangler.ts'
import { agents } from '../clients.ts'

/** Where the agents are installed: hundreds of megabytes, kept from run to run. */
export const agentsFolder = process.env['AGENTS_FOLDER'] ?? join(projectFolder, 'node_modules/.cache/agents')

/** Whether the agents were asked for: `npm run test:agents`. */
export const agentsWanted = process.env['AGENTS'] !== undefined

/** The agents that are not there in the version that the suite is about, as npm wants them named. */
export function missingAgents(): string[] {
  return Object.entries(agents).flatMap(([name, version]) => {
    const manifest = join(agentsFolder, 'node_modules', name, 'package.json')
    if (!existsSync(manifest)) return [`${name}@${version}`]
    const found = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
    return found.version === version ? [] : [`${name}@${version}`]
  })
}
