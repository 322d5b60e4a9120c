import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { accountOf } from '../../budget/burst.ts'
import type { Conformance, Visitor } from '../suite.ts'
import { type AgentEnd, runClaudeCode, runCodex } from './run-agent.ts'

const dollar = { budget: { usd: 1, per: 'total' } }
const task = 'Leave a note for one dollar'

/** Coding agents that have one dollar, of which their task needs next to nothing. */
export function agentBudgets({ visitor, scriptTask, url }: Conformance): void {
  /** The bodies that went up, those of counts aside. */
  async function sent(guest: Visitor): Promise<Record<string, unknown>[]> {
    const asked = guest.arrivals().filter((arrival) => !/count_tokens|input_tokens/.test(arrival.url))
    return Promise.all(asked.map(async ({ body }) => JSON.parse(String(await body))))
  }

  async function finished(guest: Visitor, agent: AgentEnd): Promise<void> {
    expect(agent).toMatchObject({ status: 0, stdout: expect.stringContaining('The note is written.') })
    expect(readFileSync(join(agent.folder, 'note.txt'), 'utf8')).toBe('hi\n')
    const rows = await guest.rows(2)
    expect(rows.map(({ status, usage_source: source }) => `${status} ${source}`)).toEqual([
      '200 reported',
      '200 reported',
    ])
    const spent = rows.reduce((sum, { cost_nano_usd: cost }) => sum + (cost ?? 0), 0)
    expect(await accountOf(url(), guest.token)).toEqual({ spent, reserved: 0 })
  }

  test('Codex finishes a task, with a search left to it and the tokens that a turn takes', async () => {
    const guest = await visitor('codex-dollar', dollar)
    const command = { name: 'exec_command', arguments: JSON.stringify({ cmd: 'echo hi > note.txt' }) }
    scriptTask(`${task} with Codex`, { id: 'call_1', ...command })
    await finished(guest, await runCodex(url(), guest.token, `${task} with Codex`))
    const limit: unknown = expect.toSatisfy((tokens: number) => tokens >= 8192)
    const limits = { max_output_tokens: limit, max_tool_calls: 1 }
    expect(await sent(guest)).toMatchObject([limits, limits])
  })

  test('Claude Code finishes a task, and its limit is the one that it asked for', async () => {
    const guest = await visitor('claude-dollar', dollar)
    const input = { file_path: 'note.txt', content: 'hi\n' }
    const call = { id: 'toolu_1', name: 'Write', arguments: JSON.stringify(input) }
    scriptTask(`${task} with Claude Code`, call)
    await finished(guest, await runClaudeCode(url(), guest.token, `${task} with Claude Code`))
    expect(await sent(guest)).toMatchObject([{ max_tokens: 64_000 }, { max_tokens: 64_000 }])
  })
}
