import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { agentsFolder, missingAgents } from './folder.ts'

/** Installs the agents that are missing; throws if npm cannot. */
export function installAgents(): void {
  const missing = missingAgents()
  if (missing.length === 0) return
  console.log(`Installing ${missing.join(' and ')} into ${agentsFolder} (some 500 MB, once)`)
  mkdirSync(agentsFolder, { recursive: true })
  const manifest = { private: true, allowScripts: { '@anthropic-ai/claude-code': true } }
  writeFileSync(join(agentsFolder, 'package.json'), JSON.stringify(manifest))
  const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', ...missing], {
    cwd: agentsFolder,
    stdio: 'inherit',
  })
  if (status !== 0) throw new Error('npm could not install the agents')
}
