import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { projectFolder } from '../../src/cli/wrangler.ts'

/** Runs a part of the tests with more in its environment. Gives the exit status. */
export function run(tests: string, env: Readonly<Record<string, string>>): number {
  const vitest = join(projectFolder, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--config', 'test/vitest.config.ts', tests]
  const options = { cwd: projectFolder, env: { ...process.env, ...env }, stdio: 'inherit' } as const
  return spawnSync(process.execPath, args, options).status ?? 1
}
