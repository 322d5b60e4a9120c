import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'

let state = ''
beforeAll(async () => {
  state = await mkdtemp(join(tmpdir(), 'tollgate-'))
})
afterAll(() => rm(state, { recursive: true }))

function start() {
  const command = [join(import.meta.dirname, '../../src/cli/start.ts'), '--persist-to', state]
  const child = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill())
  let said = ''
  const seen = async (text: string) => {
    while (!said.includes(text)) await once(child.stdout, 'data')
    return said
  }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  return { child, seen }
}

test(
  'npm start shows a streamed answer and its row, serves its key, and ends with all it started',
  { timeout: 60_000 },
  async () => {
    const { child, seen } = start()
    const said = await seen('Ctrl-C stops everything.')
    expect(said).toContain('  Hello from the stand-in! This answer came through Tollgate')
    expect(said).toMatch(/\n {2}key_id +demo\n {2}provider +openai\n/)
    expect(said).toMatch(/\n {2}outcome +complete\n {2}input_tokens +12\n {2}output_tokens +26\n/)

    expect(said).toMatch(/\n {2}cost +\$0\.0000174 \(genai-prices\/openai\/gpt-4o-mini@[\d-]+\)\n/)

    const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
    const [token = ''] = /sk-demo-\w{40}/.exec(said) ?? []
    const models = () => fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${token}` } })
    expect((await models()).status).toBe(200)

    const second = start()
    const [status] = await once(second.child, 'exit')
    expect([status, await second.seen(url)]).toEqual([
      1,
      `Tollgate already runs on this state: ${url} (process ${child.pid}).\n`,
    ])

    child.kill('SIGINT')
    await once(child, 'exit')
    await expect.poll(() => models().catch(() => 'nobody there')).toBe('nobody there')
  },
)
