import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { reportedRow } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { runAgent } from './run-agent.ts'

const task = 'Write a note that says hi'

/** Coding agents, each with a task that takes a tool. */
export function agentFeatures({ feature, scriptTask, url }: Conformance): void {
  feature(
    'codex',
    ['text', 'stream', 'tools'],
    'it runs a command, tells its result, and is done',
    async (visitor) => {
      const command = { name: 'exec_command', arguments: JSON.stringify({ cmd: 'echo hi > note.txt' }) }
      scriptTask(`${task} with Codex`, { id: 'call_1', ...command })
      const provider = ['name = "Tollgate"', `base_url = "${url()}/v1"`, 'env_key = "TOLLGATE_KEY"']
      const agent = await runAgent({
        program: 'codex',
        // The sandbox of Codex needs rights that a container may not have; the folder is a throw-away.
        args: ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox'],
        task: `${task} with Codex`,
        env: { TOLLGATE_KEY: visitor.token },
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
      expect(agent).toMatchObject({ status: 0, stdout: expect.stringContaining('The note is written.') })
      expect(readFileSync(join(agent.folder, 'note.txt'), 'utf8')).toBe('hi\n')
      const row = reportedRow(visitor, {
        door: 'openai',
        endpoint: 'responses',
        provider: 'openai',
        model: 'gpt-5',
        served_model: 'gpt-5',
        stream: 1,
      })
      expect(await visitor.rows(2)).toEqual([row, row])
    },
  )

  feature(
    'claude-code',
    ['text', 'stream', 'tools'],
    'it writes a file, tells so, and is done',
    async (visitor) => {
      const input = { file_path: 'note.txt', content: 'hi\n' }
      scriptTask(`${task} with Claude Code`, {
        id: 'toolu_1',
        name: 'Write',
        arguments: JSON.stringify(input),
      })
      const agent = await runAgent({
        program: 'claude',
        args: ['--allowedTools=Write', '--model=claude-sonnet-5', '-p'],
        task: `${task} with Claude Code`,
        env: {
          ANTHROPIC_BASE_URL: url(),
          ANTHROPIC_API_KEY: visitor.token,
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          DISABLE_TELEMETRY: '1',
        },
        config: {},
      })
      expect(agent).toMatchObject({ status: 0, stdout: 'The note is written.\n' })
      expect(readFileSync(join(agent.folder, 'note.txt'), 'utf8')).toBe('hi\n')
      const row = reportedRow(visitor, {
        door: 'anthropic',
        endpoint: 'messages',
        provider: 'anthropic',
        model: 'claude-sonnet-5',
        served_model: 'claude-sonnet-5',
        stream: 1,
      })
      expect(await visitor.rows(2)).toEqual([row, row])
    },
  )
}
