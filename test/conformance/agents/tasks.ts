import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { pricedBy } from '../../doors/keys-and-rows.ts'
import { reportedRow } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { runClaudeCode, runCodex } from './run-agent.ts'

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
      const agent = await runCodex(url(), visitor.token, `${task} with Codex`)
      expect(agent).toMatchObject({ status: 0, stdout: expect.stringContaining('The note is written.') })
      expect(readFileSync(join(agent.folder, 'note.txt'), 'utf8')).toBe('hi\n')
      const row = reportedRow(visitor, {
        door: 'openai',
        endpoint: 'responses',
        provider: 'openai',
        model: 'gpt-5',
        served_model: 'gpt-5',
        stream: 1,
        ...pricedBy('openai/gpt-5', 12 * 1250 + 26 * 10_000),
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
      const agent = await runClaudeCode(url(), visitor.token, `${task} with Claude Code`)
      expect(agent).toMatchObject({ status: 0, stdout: 'The note is written.\n' })
      expect(readFileSync(join(agent.folder, 'note.txt'), 'utf8')).toBe('hi\n')
      const row = reportedRow(visitor, {
        door: 'anthropic',
        endpoint: 'messages',
        provider: 'anthropic',
        model: 'claude-sonnet-5',
        served_model: 'claude-sonnet-5',
        stream: 1,
        ...pricedBy('anthropic/claude-sonnet-5', 12 * 2000 + 26 * 10_000),
      })
      expect(await visitor.rows(2)).toEqual([row, row])
    },
  )
}
