import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { pricedBy } from '../../doors/keys-and-rows.ts'
import { reportedRow } from '../stand-in-row.ts'
import type { Conformance } from '../suite.ts'
import { runClaudeCode } from './run-agent.ts'

const task = 'Leave a note with another model'
const served = 'llama-3.3-70b'

/** Claude Code with a model of a provider that speaks chats, by an alias. */
export function agentModels({ stage, visitor, scriptTask, url }: Conformance): void {
  beforeAll(async () => {
    const config = { models: { quick: [`cerebras/${served}`] } }
    await (await stage().worker.kv()).put('@config', JSON.stringify(config))
  })

  test('Claude Code finishes a task with a model of another provider', async () => {
    const guest = await visitor('claude-quick')
    const input = { file_path: 'note.txt', content: 'hi\n' }
    scriptTask(task, { id: 'call_1', name: 'Write', arguments: JSON.stringify(input) })
    const agent = await runClaudeCode(url(), guest.token, task, 'quick')
    expect(agent).toMatchObject({ status: 0, stdout: 'The note is written.\n' })
    expect(readFileSync(join(agent.folder, 'note.txt'), 'utf8')).toBe('hi\n')
    const paths = guest.arrivals().map((arrival) => arrival.url)
    expect(paths).toEqual(Array(2).fill('/v1/local/default/cerebras/chat/completions'))
    const row = reportedRow(guest, {
      door: 'anthropic',
      endpoint: 'messages',
      provider: 'cerebras',
      model: 'quick',
      served_model: served,
      stream: 1,
      ...pricedBy(`cerebras/${served}`, 12 * 850 + 26 * 1200),
    })
    expect(await guest.rows(2)).toEqual([row, row])
  })
}
