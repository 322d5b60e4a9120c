import { expect, test } from 'vitest'
import { attemptsOf } from '../../src/journey/attempts.ts'
import { builtInConfig } from '../../src/keys/config.ts'
import { aliasesOf } from '../../src/keys/config-models.ts'
import { findRoutes } from '../../src/route/route.ts'
import { readSettings } from '../../src/settings.ts'
import { readJson } from '../../src/body/json.ts'
import { createLearned } from '../../src/upstream/learned.ts'
import { callerWith, destined, place, rules } from '../route/journeys.ts'

const line = '/v1/chat/completions'
const aliases = aliasesOf({
  one: [{ to: 'openai/a' }],
  two: [{ to: 'groq/a', timeout_ms: 300 }, { to: 'xai/b' }],
})

/** The attempts of a streamed chat. What they need of the world beside `learned`, nobody asks for without limits. */
async function attempts(more: Record<string, unknown>, learned = createLearned()) {
  const read = readJson(
    new TextEncoder().encode(JSON.stringify({ stream: true, messages: [], ...more })),
    new Set(),
  )
  if (!read.ok) throw new Error(read.refusal.message)
  const json = read.value
  const routes = findRoutes(destined(`POST ${line}`), json, { ...rules, aliases })
  if (!routes.ok) throw new Error(routes.refusal.message)
  const request = new Request(`https://tollgate.test${line}`, { method: 'POST' })
  const sources = { request, id: 'r1', at: 0, query: '', caller: callerWith(), config: builtInConfig }
  const body = { json, stream: null, release: () => {} }
  const none = (): never => {
    throw new Error('nobody asks for this')
  }
  const ports = {
    settings: readSettings({ CF_AIG_TOKEN: 'gateway-token' }).settings,
    gateway: { ...place, url: 'https://gateway.test/v1' },
    learned,
    meter: none,
    fetch: none,
    now: () => 0,
    later: none,
  }
  const made = await attemptsOf({ ...sources, body, routes: routes.value, terms: null }, ports)
  if (!made.ok) throw new Error(made.refusal.message)
  return made.value
}

function answered(status: number, message: string) {
  return { how: 'answered' as const, response: Response.json({ error: { message } }, { status }) }
}

test('a target that another can follow is given up by itself, so that the other can: after ten minutes if nobody says', async () => {
  const { first, next } = await attempts({ model: 'two' })
  const second = await next(first, answered(503, 'down'), [])
  const alone = await attempts({ model: 'one' })
  expect([first.timeoutMs, second?.timeoutMs, alone.first.timeoutMs]).toEqual([300, 600_000, null])
})

test.each([
  [{}, true],
  [{ stream_options: { colour: 1 } }, false],
  [{ include_usage_too: 1 }, false],
])(
  'an upstream that refuses `stream_options` is asked without: with %j in the body, remembered: %s',
  async (more, remembered) => {
    const learned = createLearned()
    const { first, next } = await attempts({ model: 'one', ...more }, learned)
    const refusal = 'Unknown parameter: stream_options or include_usage_too'
    const again = await next(first, answered(400, refusal), [])
    expect([
      first.answering.usageChunk,
      again?.answering.usageChunk,
      learned.declinesUsage('openai/a'),
    ]).toEqual(['ours', 'not_ours', remembered])
  },
)

test('what stands in the part of a body that was left out may name the field too: nothing is remembered', async () => {
  const learned = createLearned()
  const content = `${'A'.repeat(2_000)}stream_options${'A'.repeat(5_000_000)}`
  const { first, next } = await attempts({ model: 'one', messages: [{ role: 'user', content }] }, learned)
  const again = await next(first, answered(400, 'Unknown parameter: stream_options'), [])
  expect([again?.answering.usageChunk, learned.declinesUsage('openai/a')]).toEqual(['not_ours', false])
})
