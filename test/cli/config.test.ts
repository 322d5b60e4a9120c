import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkConfig, putAt, putConfig, putFlags } from '../../src/cli/config-put.ts'
import { showConfigAt, showConfigFlags } from '../../src/cli/config-show.ts'
import { parseConfig } from '../../src/keys/config.ts'
import { providerNames } from '../../src/providers/index.ts'
import { memoryStores, typedAs } from './memory-stores.ts'

const good =
  '{\n  "models": {"fast": "groq/llama-3.3-70b-versatile"},\n  "wallets": {"research": {"usd": 5, "per": "day"}}\n}\n'
const bad = '{"models": {"fast": "grok-cloud/llama"}, "unpriced": "allow"}'
const misspelt = '{"modles": {}}'

let folder = ''
const file = (name: string) => join(folder, name)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tollgate-'))
  await writeFile(file('good.json'), good)
  await writeFile(file('bad.json'), bad)
  await writeFile(file('misspelt.json'), misspelt)
})
afterAll(() => rm(folder, { recursive: true }))

describe('config check', () => {
  test('says what a valid file has in it', async () => {
    expect(await checkConfig(typedAs({}, file('good.json')))).toEqual({
      ok: true,
      says: 'It is valid: 1 alias, 0 custom providers, 0 prices, 1 wallet.',
    })
  })

  test('names the field and the nearest known name', async () => {
    expect(await checkConfig(typedAs({}, file('misspelt.json')))).toEqual({
      ok: false,
      message: `${file('misspelt.json')} is no valid configuration: unknown field "modles" (did you mean "models"?)`,
    })
    expect(await checkConfig(typedAs({}, file('bad.json')))).toEqual({
      ok: false,
      message: `${file('bad.json')} is no valid configuration: models.fast must go to a provider of AI Gateway, or to a custom one that has "dialect"`,
    })
  })

  test('tells of targets that can never be served', async () => {
    const models = {
      a: ['azure/my-deploy', 'groq/x'],
      b: 'elevenlabs/v3',
      c: 'bedrock/eu-west-1/m',
      d: 'anthropic/x',
    }
    await writeFile(file('astray.json'), JSON.stringify({ models }))
    const done = await checkConfig(typedAs({}, file('astray.json')))
    expect(done.ok && done.says.split('\n')).toEqual([
      'It is valid: 4 aliases, 0 custom providers, 0 prices, 0 wallets.',
      'models.a[0] can never be served: A model of this provider is written as azure-openai/{resource}/{model}.',
      'models.b[0] can never be served: The model `elevenlabs/v3` is not served on this path. It has no OpenAI-shaped API: use its own door.',
    ])
  })

  test.each([[[]], [['a', 'b']]])('asks for one file, not for %j', async (words) => {
    expect(await checkConfig(typedAs({}, ...words))).toEqual({ ok: false, message: 'which file? Name one' })
  })
})

describe('config put', () => {
  test('writes the file as it is', async () => {
    const stores = memoryStores()
    const parsed = parseConfig(good, providerNames)
    const done = parsed.ok && (await putAt(stores, { text: good, config: parsed.config }))
    expect(done).toEqual({
      ok: true,
      says: '@config is written, and in force: 1 alias, 0 custom providers, 0 prices, 1 wallet.',
    })
    expect(Object.fromEntries(stores.texts)).toEqual({ '@config': good })
  })

  test('touches nothing for a file that is not valid', async () => {
    const done = await putConfig(typedAs(putFlags, file('misspelt.json'), '--persist-to', file('state')))
    expect([done.ok, (await readdir(folder)).includes('state')]).toEqual([false, false])
  })
})

describe('config show', () => {
  const show = (texts: Record<string, string>, ...args: string[]) =>
    showConfigAt(memoryStores(texts), typedAs(showConfigFlags, ...args))
  const contents = '1 alias, 0 custom providers, 0 prices, 1 wallet'

  test('prints the entry that is in force', async () => {
    expect(await show({ '@config': good, '@config.good': '{}' })).toEqual({
      ok: true,
      says: `In force: @config (${contents}).\n\n${good.trim()}`,
      exitCode: 0,
    })
  })

  test('says if the entry is not valid, and that its copy holds', async () => {
    expect(await show({ '@config': misspelt, '@config.good': good })).toEqual({
      ok: true,
      says: `@config is not valid: unknown field "modles" (did you mean "models"?).\nIn force: @config.good (${contents}).\n\n${good.trim()}`,
      exitCode: 1,
    })
  })

  test.each([
    [{}, 'In force: the built-in rules (0 aliases, 0 custom providers, 0 prices, 0 wallets).', 0],
    [
      { '@config': misspelt },
      '@config is not valid: unknown field "modles" (did you mean "models"?).\nIn force: the built-in rules (0 aliases, 0 custom providers, 0 prices, 0 wallets).',
      1,
    ],
  ])('tells of the built-in rules under %j', async (texts, says, exitCode) => {
    expect(await show(texts)).toEqual({ ok: true, says, exitCode })
  })

  test('says the same to scripts', async () => {
    const done = await show({ '@config': misspelt, '@config.good': good }, '--json')
    expect(done.ok && JSON.parse(done.says)).toEqual({
      in_force: '@config.good',
      mistake: 'unknown field "modles" (did you mean "models"?)',
      text: good,
    })
  })
})
