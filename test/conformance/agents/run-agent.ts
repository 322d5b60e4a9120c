import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { rmSync } from 'node:fs'
import { agentsFolder } from './folder.ts'

export interface AgentTask {
  /** Its name in `node_modules/.bin`. */
  program: string
  args: readonly string[]
  task: string
  env: Readonly<Record<string, string>>
  /** Files of its home, by path. */
  config: Readonly<Record<string, string>>
}

/** Runs an agent on one task, with an empty home and an empty folder that go with the test. */
export async function runAgent({ program, args, task, env, config }: AgentTask): Promise<{
  status: number | null
  stdout: string
  stderr: string
  folder: string
}> {
  const place = mkdtempSync(join(tmpdir(), `${program}-`))
  onTestFinished(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }))
  const [home, folder] = [join(place, 'home'), join(place, 'work')]
  mkdirSync(home)
  mkdirSync(folder)
  for (const [path, text] of Object.entries(config)) {
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  const child = spawn(join(agentsFolder, 'node_modules/.bin', program), [...args, task], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const heard = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (heard.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (heard.stderr += text))
  await once(child, 'close')
  return { status: child.exitCode, folder, ...heard }
}
