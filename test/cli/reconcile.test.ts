import { describe, expect, test } from 'vitest'
import { readProviderExport } from '../../src/cli/provider-export.ts'
import { reconcileAt, reconcileFlags } from '../../src/cli/reconcile-run.ts'
import { memoryStores, seedRows, typedAs } from './memory-stores.ts'

const day = Date.parse('2026-11-20T00:00:00Z')
const named = { day: 'date', model: 'model', input: 'in', output: 'out', cost: 'usd' }

function stores() {
  const made = memoryStores()
  const dated = { model: 'gpt-4o', served_model: 'gpt-4o-2024-08-06' }
  seedRows(made, [
    {
      key_id: 'alice',
      at: day,
      ...dated,
      input_tokens: 100,
      output_tokens: 10,
      cost_nano_usd: 1_000_000_000,
    },
    {
      key_id: 'bob',
      at: day + 86_399_999,
      ...dated,
      input_tokens: 100,
      output_tokens: 10,
      cost_nano_usd: 500_000_000,
    },
    { key_id: 'bob', at: day + 86_400_000, ...dated, input_tokens: 7, output_tokens: 7, cost_nano_usd: 7 },
    {
      key_id: 'bob',
      at: day,
      model: 'claude-x',
      provider: 'anthropic',
      input_tokens: 5,
      output_tokens: 5,
      cost_nano_usd: 5,
    },
  ])
  return made
}

async function reconcile(csv: string, ...args: string[]) {
  const read = readProviderExport(csv, named)
  if (!read.ok) return read
  return reconcileAt(stores(), typedAs(reconcileFlags, ...args), read.value)
}

const equal = `date,model,in,out,usd
2026-11-20,gpt-4o-2024-08-06,150,20,$1.25
2026-11-20T12:00:00+02:00,gpt-4o-2024-08-06,50,0,0.25
`

describe('npm run reconcile', () => {
  test('finds no drift where the export says the same', async () => {
    const done = await reconcile(equal, '--provider=openai')
    expect(done).toEqual({
      ok: true,
      exitCode: 0,
      says: `day (UTC)   model              input here  there  drift %  output here  there  drift %  cost here  there  drift %
2026-11-20  gpt-4o-2024-08-06         200    200     0.00           20     20     0.00       1.50   1.50     0.00

Drift over all, in absolute differences:
  input: 0 %
  output: 0 %
  cost: 0 %`,
    })
  })

  test('adds differences up without letting them make up for each other, and ends with 1', async () => {
    const csv =
      'date,model,in,out,usd\n2026-11-20,gpt-4o-2024-08-06,196,20,1.5\n2026-11-20,claude-x,9,5,0.000000005\n'
    const done = await reconcile(csv, '--json', '--tolerance=3.9%')
    expect(done.ok && [done.exitCode, JSON.parse(done.says)]).toEqual([
      0,
      expect.objectContaining({ drift_percent: { input: 3.9, output: 0, cost: 0 }, above: [] }),
    ])
    expect(await reconcile(csv, '--tolerance=3.8')).toMatchObject({
      exitCode: 1,
      says: expect.stringContaining('input: 3.9 %, above 3.8 %') as string,
    })
  })

  test('shows what only one side has', async () => {
    const done = await reconcile('date,model,in,out,usd\n2026-11-20,gpt-5,1,1,1\n', '--json')
    expect(done.ok && (JSON.parse(done.says) as { rows: unknown }).rows).toEqual([
      {
        day: '2026-11-20',
        model: 'claude-x',
        ledger: { input_tokens: 5, output_tokens: 5, cost_nano_usd: 5 },
        export: null,
      },
      {
        day: '2026-11-20',
        model: 'gpt-4o-2024-08-06',
        ledger: { input_tokens: 200, output_tokens: 20, cost_nano_usd: 1_500_000_000 },
        export: null,
      },
      {
        day: '2026-11-20',
        model: 'gpt-5',
        ledger: null,
        export: { input_tokens: 1, output_tokens: 1, cost_nano_usd: 1_000_000_000 },
      },
    ])
  })

  test('compares by the model that was asked for with --asked', async () => {
    const done = await reconcile(
      'date,model,in,out,usd\n2026-11-20,gpt-4o,200,20,1.5\n',
      '--asked',
      '--provider=openai',
    )
    expect(done).toMatchObject({ ok: true, exitCode: 0 })
  })

  test('refuses a tolerance that is none', async () => {
    expect(await reconcile(equal, '--tolerance=low')).toEqual({
      ok: false,
      message: '--tolerance must be a number of percent, from 0',
    })
  })
})

describe('readProviderExport', () => {
  test('knows the columns of the Claude Console', () => {
    const csv = `usage_date_utc,model_version,api_key,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens
2026-11-20,claude-x,k,1,2,3,4,5`
    const read = readProviderExport(csv, {})
    expect(read.ok && [...read.value.sums]).toEqual([
      ['2026-11-20 claude-x', { input: 10n, output: 5n, cost: null }],
    ])
  })

  test('knows the columns of the OpenAI platform, and passes over minutes without usage', () => {
    const csv = `start_time,end_time,start_time_iso,end_time_iso,model,input_tokens,output_tokens
1,2,2026-11-20T23:59:00+00:00,x,gpt-5,3,4
1,2,2026-11-21T00:00:00+00:00,x,,,`
    const read = readProviderExport(csv, {})
    expect(read.ok && [read.value.days, [...read.value.sums]]).toEqual([
      { from: '2026-11-20', to: '2026-11-20' },
      [['2026-11-20 gpt-5', { input: 3n, output: 4n, cost: null }]],
    ])
  })

  test.each([
    ['2026-11-20', '2026-11-20'],
    ['2026-11-20 23:30:00', '2026-11-20'],
    ['2026-11-20T23:30:00-02:00', '2026-11-21'],
    ['2026-11-20 23:30 UTC', '2026-11-20'],
    ['1795132800', '2026-11-20'],
    ['1795132800000', '2026-11-20'],
    ['11/20/2026', null],
    ['2026-02-30', null],
    ['', null],
  ])('reads the time %j as the day %s', (written, expected) => {
    const read = readProviderExport(`date,model,in\n${written},m,1\n`, {
      day: 'date',
      model: 'model',
      input: 'in',
    })
    const days = read.ok ? [...read.value.sums.keys()].map((name) => name.split(' ')[0] ?? '') : []
    expect(days[0] ?? null).toBe(expected)
    expect(read.ok && read.value.mistakes).toEqual(
      expected === null ? [{ place: 'line 2', message: 'date is no day' }] : [],
    )
  })

  test.each([
    ['1,234.5', 1_234_500_000_000n],
    ['$1,234,567', 1_234_567_000_000_000n],
    ['1,25', undefined],
    ['1.234,5', undefined],
    ['12,34,567', undefined],
  ])('reads commas in %j as those of thousands, or not at all', (written, expected) => {
    const read = readProviderExport(`date,model,usd\n2026-11-20,m,"${written}"\n`, {
      day: 'date',
      model: 'model',
      cost: 'usd',
    })
    expect(read.ok && read.value.sums.get('2026-11-20 m')?.cost).toBe(expected)
    expect(read.ok && read.value.mistakes.length).toBe(expected === undefined ? 1 : 0)
  })

  test('tells lines that are broken, and goes on', () => {
    const read = readProviderExport(
      'date,model,in\n2026-11-20,m,many\n2026-11-20,m,-1\n2026-11-20,m\n2026-11-20,m,2\n',
      {
        day: 'date',
        model: 'model',
        input: 'in',
      },
    )
    expect(read.ok && [[...read.value.sums], read.value.mistakes]).toEqual([
      [['2026-11-20 m', { input: 2n, output: null, cost: null }]],
      [
        { place: 'line 4', message: 'it has 2 cells, and the first line 3' },
        { place: 'line 2', message: 'an amount is no number' },
        { place: 'line 3', message: 'an amount is no number' },
      ],
    ])
  })

  test.each([
    [{}, 'name its columns: --day, --model, and --input, --output or --cost. It has: date, model, in'],
    [{ day: 'date', model: 'model', input: 'input' }, 'it has no column input. It has: date, model, in'],
    [{ day: 'date', model: 'model' }, 'name what to compare: --input, --output or --cost'],
  ])('refuses %j', (columns, message) => {
    expect(readProviderExport('date,model,in\n2026-11-20,m,1\n', columns)).toEqual({ ok: false, message })
  })
})
