import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { rmSync } from 'node:fs'
import { agentsFolder } from './folder.ts'

interface AgentTask {
  /** Its name in `node_modules/.bin`. */
  program: string
  args: readonly string[]
  task: string
  env: Readonly<Record<string, string>>
  /** Files of its home, by path. */
  config: Readonly<Record<string, string>>
}

/** How an agent ended, and the folder that it worked in. */
export interface AgentEnd {
  status: number | null
  stdout: string
  stderr: string
  folder: string
}

/** Runs Codex on one task through the Worker at `url`. */
export function runCodex(url: string, token: string, task: string): Promise<AgentEnd> {
  const provider = ['name = "Tollgate"', `base_url = "${url}/v1"`, 'env_key = "TOLLGATE_KEY"']
  return runAgent({
    program: 'codex',
    // The sandbox of Codex needs rights that a container may not have; the folder is a throw-away.
    args: ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'],
    task,
    env: { TOLLGATE_KEY: token },
    config: {
      '.codex/config.toml': [
        'model_provider = "tollgate"',
        'model = "gpt-5"',
        '[model_providers.tollgate]',
        ...provider,
        'wire_api = "responses"',
      ].join('\n'),
    },
  })
}

/** Runs Claude Code on one task, in which it may write files, through the Worker at `url`. */
export function runClaudeCode(
  url: string,
  token: string,
  task: string,
  model = 'claude-sonnet-5',
): Promise<AgentEnd> {
  return runAgent({
    program: 'claude',
    args: ['--allowedTools=Write', '-p'],
    task,
    env: {
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: token,
      ANTHROPIC_MODEL: model,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_TELEMETRY: '1',
    },
    config: {},
  })
}

/** Runs an agent on one task, with an empty home and an empty folder that go with the test. */
async function runAgent({ program, args, task, env, config }: AgentTask): Promise<AgentEnd> {
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
