import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BuiltWorker, startWorker } from '../support/built-worker.ts'
import { openSocket } from '../support/socket-client.ts'
import { type SocketGateway, startSocketGateway } from '../support/socket-gateway.ts'
import { makeKey } from '../support/token.ts'
import { foundBelow, foundIn } from './canary.ts'

const spoken = { prompt: 'Prompt+Canary/7f3a91', answer: 'Answer+Canary/c05e22' }
const secrets = {
  provider: 'sk-provider-canary-51b0aa97',
  client: 'k'.repeat(40),
  cookie: 'cookie-canary-4411',
}
const everything = { ...spoken, ...secrets }
const { token, record } = makeKey('alice', { tags: { team: 'research' } })

let folder: string
let gateway: SocketGateway
let worker: BuiltWorker
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tollgate-leaks-'))
  gateway = await startSocketGateway()
  worker = await startWorker({
    gatewayUrl: gateway.url,
    persist: folder,
    vars: { OPENAI_API_KEY: secrets.provider },
    records: { alice: record },
  })
})
afterAll(async () => {
  await gateway.stop()
  await rm(folder, { recursive: true })
})

test('what was said on a socket, and its secrets, are nowhere but where they have to be', async () => {
  const cookie = `session=${secrets.cookie}`
  const ways = [
    { headers: { authorization: `Bearer ${token}`, cookie, 'cf-aig-byok-alias': 'theirs' } },
    {
      headers: { cookie },
      protocols: ['realtime', `openai-insecure-api-key.${token}`, `openai-organization.${secrets.cookie}`],
    },
  ]
  const answers: unknown[] = []
  for (const way of ways) {
    const client = openSocket(`${worker.url}/v1/realtime?model=gpt-realtime&api_key=${token}`, way)
    answers.push(await client.opened)
    const upstream = await gateway.socketOf('alice')
    client.send({ type: 'conversation.item.create', item: { content: [{ text: spoken.prompt }] } })
    expect(foundIn(String(await upstream.next()), everything)).toEqual(['prompt'])
    upstream.send({ type: 'response.output_text.delta', delta: spoken.answer })
    expect(foundIn(String(await client.next()), everything)).toEqual(['answer'])
    client.send(`{"broken": ${spoken.prompt}`)
    client.close(1000, spoken.prompt)
    await Promise.all([client.closed, upstream.closed])
  }
  const refused = openSocket(`${worker.url}/v1/realtime?model=gpt-realtime-refuse-401`, ways[0])
  answers.push(await refused.opened.catch((error: unknown) => String(error)))

  const heads = gateway.handshakes.map((handshake) => JSON.stringify(handshake))
  expect(heads.map((head) => [foundIn(head, everything), head.includes('theirs')])).toEqual(
    [1, 2, 3].map(() => [['provider'], false]),
  )
  expect(answers.map((answer) => foundIn(JSON.stringify(answer), everything))).toEqual([[], [], []])
  const rows = await worker.rows(3)
  expect([rows.length, foundIn(JSON.stringify(rows), everything)]).toEqual([3, []])
  await worker.stop()
  expect(foundIn(worker.logs.join('\n'), everything)).toEqual([])
  expect(Object.keys(await foundBelow(folder, { tag: 'research' })).length).toBeGreaterThan(2)
  expect(await foundBelow(folder, everything)).toEqual({})
})
