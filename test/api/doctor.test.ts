import { describe, expect, test } from 'vitest'
import type { ApiPorts, KeyEntries, MeterReader, MeterReport } from '../../src/api/ports.ts'
import { examineLedger } from '../../src/api/doctor/ledger.ts'
import { type Config, parseConfig } from '../../src/keys/config.ts'
import { priceRow } from '../../src/price/price-row.ts'
import { providerNames } from '../../src/providers/index.ts'
import { readSettings } from '../../src/settings.ts'
import { saleOf } from '../price/sale.ts'
import { makeKey } from '../support/token.ts'
import { ask, goodSettings, jsonOf, noMeters, portsOf, refusalOf } from './stage.ts'

interface Told {
  ok: boolean
  findings: { level: string; what: string; fix: string }[]
  next: string | null
}

async function consult(changes: Partial<ApiPorts> = {}, query = ''): Promise<Told> {
  const settings = { ...goodSettings, settings: { ...goodSettings.settings, usageChunk: 'show' as const } }
  const [, told] = await jsonOf(
    ask(`/api/doctor${query}`, portsOf({ settings, ...changes }), { as: 'admin' }),
  )
  return told as Told
}

function configOf(written: object): Config {
  const parsed = parseConfig(JSON.stringify(written), providerNames)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.config
}

const healthy = { lacking: [], bytes: 1_000, requestsToday: 10, unpriced: [], recent: ['alice', 'bob'] }

/** Entries of KV in pages of the size that is asked for; a cursor is where the next page begins. */
function entriesOf(entries: Record<string, string>): KeyEntries {
  const names = Object.keys(entries).sort()
  return {
    async list({ limit, cursor = '0' }) {
      const end = Number(cursor) + limit
      const keys = names.slice(Number(cursor), end).map((name) => ({ name }))
      return end >= names.length
        ? { keys, list_complete: true }
        : { keys, list_complete: false, cursor: String(end) }
    },
    async get(asked) {
      if (asked.length > 100) throw new Error('KV takes at most 100 names')
      return new Map(asked.map((name) => [name, entries[name] ?? null]))
    },
  }
}

describe('the doctor', () => {
  test('is for the scope operator', async () => {
    expect(await refusalOf(ask('/api/doctor', portsOf()))).toMatchObject({
      status: 403,
      code: 'scope_required',
    })
  })

  test('finds nothing where nothing is wrong', async () => {
    expect(await consult({ inspectLedger: async () => healthy })).toEqual({
      ok: true,
      findings: [],
      next: null,
    })
  })

  test('names what is missing and what is wrong, with what to do, and never a value', async () => {
    const settings = readSettings({ KEYS: {}, GATEWAY_URL: 'ftp://secret', USAGE_CHUNK: 'show' })
    const told = await consult({ settings })
    expect([told.ok, told.findings.map(({ level, what }) => [level, what])]).toEqual([
      false,
      [
        ['error', 'ACCOUNT_ID is missing.'],
        ['error', 'DB is missing.'],
        ['error', 'METER is missing.'],
        ['error', 'GATEWAY_URL must be an http or https address without user, query and fragment.'],
        ['note', 'CF_AIG_TOKEN is not set: requests go to the gateway without authentication.'],
      ],
    ])
    expect(JSON.stringify(told)).not.toContain('secret:')
    expect(told.findings.every(({ fix }) => fix.length > 20)).toBe(true)
  })

  test('notes what hiding a chunk costs on the free plan', async () => {
    const { ok, findings } = await consult({ settings: goodSettings })
    expect([ok, findings]).toEqual([
      true,
      [
        {
          level: 'note',
          what: expect.stringMatching(/10 ms/),
          fix: expect.stringMatching(/USAGE_CHUNK to show/),
        },
      ],
    ])
  })

  test('says that a queue is bound', async () => {
    const usageQueue = { send: async () => undefined }
    const { ok, findings } = await consult({ settings: { ...goodSettings, usageQueue } })
    expect([ok, findings.map(({ level, what }) => [level, what]).slice(1)]).toEqual([
      true,
      [['note', 'USAGE_QUEUE is bound: each batch of rows goes to this queue too.']],
    ])
  })

  test('tells of what it could not examine, and goes on with the rest', async () => {
    const fail = () => Promise.reject(new Error('no luck'))
    const entries = { list: fail, get: fail }
    const { ok, findings } = await consult({ entries, inspectLedger: fail })
    expect([ok, findings.map(({ what }) => what)]).toEqual([
      false,
      [
        'The doctor could not examine the ledger: no luck',
        'The doctor could not examine the entries of KEYS: no luck',
      ],
    ])
  })
})

describe('of the entries of KEYS the doctor', () => {
  const good = JSON.stringify(makeKey('x').record)

  test('names the invalid ones with their fields, and entries that nobody reaches', async () => {
    const entries = entriesOf({
      '@config': '{"walets": {}}',
      '@config.good': '{}',
      '@confg': '{}',
      '@imported': 'ab'.repeat(32),
      alice: good,
      al: JSON.stringify({ ...makeKey('x').record, wallet: 'research' }),
      ann: JSON.stringify({ ...makeKey('x').record, wallet: 'reserch' }),
      bob: JSON.stringify({ hash: 'ab'.repeat(32), modles: ['gpt-4o'] }),
      'Carol <b>': good,
      [`sha256:${'cd'.repeat(32)}`]: '{"id": 7}',
    })
    const { ok, findings } = await consult({ entries })
    expect([ok, findings.map(({ level, what, fix }) => [level, `${what} ${fix}`])]).toEqual([
      false,
      [
        [
          'error',
          expect.stringMatching(
            /^@config is not valid: .*walets.*did you mean "wallets".*last valid copy holds/,
          ),
        ],
        [
          'error',
          'The key ann names the wallet reserch, which is not in @config. Correct this entry of KEYS in the dashboard (Storage & databases > KV).',
        ],
        ['error', expect.stringMatching(/^The key bob is refused: .*modles.*did you mean "models"/)],
        ['error', expect.stringMatching(/^The key sha256:(cd){32} is refused: id must be/)],
        [
          'warning',
          expect.stringMatching(/^No token leads to the entry @confg of KEYS\. Rename it to @config/),
        ],
        ['warning', expect.stringMatching(/^No token leads to the entry Carol <b> of KEYS/)],
      ],
    ])
  })

  test('names budgets above the ceiling that came later, of keys and in the configuration', async () => {
    const budget = { usd: 2_000_000, per: 'month' }
    const config = JSON.stringify({ wallets: { research: budget } })
    const entries = entriesOf({
      '@config': config,
      '@config.good': config,
      al: JSON.stringify({ ...makeKey('x').record, budget }),
    })
    const above = 'usd must be a number of USD above 0 and at most 1,000,000.'
    const { findings } = await consult({ entries })
    expect(findings.map(({ level, what }) => [level, what])).toEqual([
      ['error', `@config is not valid: wallets.research.${above} The built-in rules hold meanwhile.`],
      ['error', `The key al is refused: budget.${above}`],
    ])
  })

  test('examines ten thousand in pages, each once', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `key-${index}`)
    const entries = entriesOf(Object.fromEntries(names.map((name) => [name, '{"hash": "short"}'])))
    const refused: string[] = []
    let looks = 0
    for (let next: string | null = ''; next !== null; looks++) {
      const told: Told = await consult({ entries }, next === '' ? '' : `?cursor=${next}`)
      refused.push(...told.findings.flatMap(({ what }) => /^The key (\S+) is refused/.exec(what)?.[1] ?? []))
      expect(told.findings.at(-1)?.level).toBe(told.next === null ? 'error' : 'note')
      next = told.next
    }
    expect([looks, refused.toSorted()]).toEqual([50, names.toSorted()])
  })
})

describe('of the ledger the doctor', () => {
  const inspect = (changes: object) => ({ inspectLedger: async () => ({ ...healthy, ...changes }) })
  const whats = async (changes: object) => (await consult(inspect(changes))).findings.map(({ what }) => what)

  test('says that the tables are missing', async () => {
    expect(await whats({ lacking: ['0001_ledger.sql'] })).toEqual(['The database lacks 0001_ledger.sql.'])
  })

  test('asks for the last 30 days', async () => {
    const asked: unknown[] = []
    await consult({ inspectLedger: async (lookedFor) => (asked.push(lookedFor), healthy) })
    expect(asked).toEqual([{ today: '2035-06-15', since: '2035-05-17', mostModels: 50, mostKeys: 50 }])
  })

  test('names models without a price with a line to paste, which is refused as it stands', async () => {
    const unpriced = [
      { provider: 'lab', model: 'llama "4"', requests: 3, answered: 3 },
      { provider: 'openai', model: 'gpt-4o', requests: 9, answered: 0 },
    ]
    const { ok, findings } = await consult(inspect({ unpriced }))
    expect([ok, findings]).toEqual([
      true,
      [
        {
          level: 'warning',
          what: 'lab/llama "4" has no price: the cost of 3 requests in 30 days is not known.',
          fix: expect.stringContaining(String.raw`"lab/llama \"4\"": { "input": 0, "output": 0 }`),
        },
      ],
    ])
    const pasted = `{"prices": {${findings[0]?.fix.split('in place of 0: ')[1]}}}`
    expect(parseConfig(pasted, new Set())).toMatchObject({
      ok: false,
      message: expect.stringMatching(/free/),
    })
  })

  test.each([
    ['fast', 'lab', 'fast', 'llama-9', 'lab/llama-9'],
    ['a pattern', 'lab', 'quick-1', 'llama-9', 'lab/llama-9'],
    ['a resource', 'azure-openai', 'ours', 'gpt-next', 'azure-openai/gpt-next'],
    ['the provider itself', 'groq', 'groq/llama-9', 'llama-9', 'groq/llama-9'],
    ['nothing', 'lab', 'fast-no-more', 'fast-no-more', 'lab/fast-no-more'],
  ])(
    'names the target of an alias, with a line that prices it: %s',
    async (_, provider, asked, model, key) => {
      const models = {
        fast: ['openai/gpt-4o', 'lab/llama-9'],
        'quick-*': 'lab/llama-9',
        ours: 'azure-openai/us/gpt-next',
      }
      const providers = { lab: { gateway: 'custom-lab', dialect: 'openai' } }
      const config = configOf({ models, providers })
      const unpriced = [{ provider, model: asked, requests: 3, answered: 3 }]
      const { findings } = await examineLedger(portsOf(inspect({ unpriced })), config)
      expect(findings.map(({ what }) => what)).toEqual([
        `${key} has no price: the cost of 3 requests in 30 days is not known.`,
      ])
      const line = findings[0]?.fix.split('in place of 0: ')[1]?.replaceAll(': 0', ': 2')
      const { prices } = configOf(JSON.parse(`{"prices": {${line}}}`) as object)
      expect(priceRow(saleOf({ provider, model, input_tokens: 10, output_tokens: 1 }), prices)).toEqual({
        nanoUsd: 22_000,
        priceId: `config/${key}`,
      })
    },
  )

  test('names models that have a price, and answers whose cost is not known all the same', async () => {
    const unpriced = [{ provider: 'openai', model: 'gpt-4o', requests: 9, answered: 7 }]
    expect(await consult(inspect({ unpriced }))).toEqual({
      ok: true,
      findings: [
        {
          level: 'note',
          what: 'openai/gpt-4o has a price, and yet the cost of 7 or more answers in 30 days is not known.',
          fix:
            'See their rows, where cost_nano_usd is NULL. Without input_tokens, output_tokens and units an answer broke off or ' +
            'stated no counts, and only a price with "unit": "request" in @config holds for it. With them a part of it ' +
            '(see details) has no rate: give the model all of its rates in "prices" in @config. Then `npm run recost` prices them.',
        },
      ],
      next: null,
    })
  })

  test.each([
    [399_000_000, []],
    [400_000_000, [expect.stringContaining('400 of the 500 MB of the free plan')]],
    [500_000_000, []],
    [8_000_000_000, [expect.stringContaining('8000 of the 10000 MB of the paid plan')]],
    [11_000_000_000, [expect.stringContaining('of the 10000 MB')]],
  ])('says that %i bytes are nearly all, of whichever plan it can be', async (bytes, told) => {
    expect(await whats({ bytes })).toEqual(told)
  })

  test.each([
    [26_000, []],
    [
      27_000,
      [expect.stringContaining("about 81000 of the free plan's 100000 rows written by the Meters a day")],
    ],
    [39_000, [expect.stringContaining('rows written by the Meters')]],
    [45_000, [expect.stringContaining("about 90000 of the free plan's 100000 rows written by D1")]],
    [90_000, [expect.stringContaining('requests to the Worker')]],
    [200_000, []],
  ])('says that %i requests are nearly all of a day on the free plan', async (requestsToday, told) => {
    expect(await whats({ requestsToday })).toEqual(told)
  })
})

describe('of the Meters the doctor', () => {
  const inspectLedger = async () => healthy

  function metersOf(reports: Record<string, MeterReport | null>) {
    const asked: string[] = []
    const meters: MeterReader = {
      ...noMeters,
      async report(name) {
        asked.push(name)
        const report = reports[name]
        return report === null
          ? noMeters.report(name)
          : (report ?? { setAside: [], behind: { failures: 2, queue: null } })
      },
    }
    return { asked, meters }
  }

  test('tells rows that D1 refuses, rows that wait, and Meters that do not answer', async () => {
    const { meters } = metersOf({
      alice: {
        setAside: [{ id: 'row-1', error: 'NOT NULL constraint failed' }],
        behind: { failures: 3, queue: null },
      },
      bob: null,
    })
    const { ok, findings } = await consult({ inspectLedger, meters })
    expect([ok, findings.map(({ level, what }) => [level, what])]).toEqual([
      false,
      [
        ['error', 'D1 refuses the row row-1 of the Meter alice: NOT NULL constraint failed'],
        ['warning', 'D1 has not taken the rows of the Meter alice in 3 tries.'],
        ['error', 'The Meter bob could not be asked: Durable Object is overloaded'],
      ],
    ])
  })

  test('tells what waits for the queue, since when, and what it will never get', async () => {
    const queue = { failures: 0, waiting: 3, since: Date.UTC(2035, 5, 15, 11), missed: 0 }
    const { meters } = metersOf({
      alice: { setAside: [], behind: { failures: 0, queue } },
      bob: { setAside: [], behind: { failures: 0, queue: { ...queue, failures: 9, missed: 1000 } } },
    })
    const { ok, findings } = await consult({ inspectLedger, meters })
    expect([ok, findings.map(({ level, what }) => [level, what])]).toEqual([
      true,
      [
        [
          'note',
          '3 rows of the Meter alice wait for USAGE_QUEUE since 2035-06-15T11:00:00.000Z, after 0 tries.',
        ],
        [
          'warning',
          '3 rows of the Meter bob wait for USAGE_QUEUE since 2035-06-15T11:00:00.000Z, after 9 tries.',
        ],
        ['warning', '1000 rows of the Meter bob will never be in USAGE_QUEUE: the Meter was full.'],
      ],
    ])
  })

  test('asks a wallet’s Meter once, and at most fifty', async () => {
    const shared = JSON.stringify({ ...makeKey('x').record, wallet: 'research' })
    const { asked, meters } = metersOf({})
    const recent = ['alice', 'bob', ...Array.from({ length: 60 }, (_, index) => `key-${index}`)]
    await consult({
      inspectLedger: async () => ({ ...healthy, recent }),
      entries: entriesOf({ alice: shared, bob: shared }),
      meters,
    })
    expect([asked.length, asked.slice(0, 3)]).toEqual([50, ['wallet/research', 'key-0', 'key-1']])
  })
})
