import { addCounts, countNames, noCounts, type UsageSums } from '../ledger/merged-sums.ts'
import { usageGroups, type UsageGroup } from '../ledger/usage-queries.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import type { Answer, Visit } from './answer.ts'
import { withLedger } from './ledger.ts'
import { readChoice, readParameters } from './parameters.ts'
import { readDays } from './period.ts'
import type { ApiPorts } from './ports.ts'
import { readWhose } from './whose.ts'

const parameters = ['from', 'to', 'group', 'key'] as const
const mostRows = 10_000

const groupColumns: Readonly<Record<UsageGroup, readonly string[]>> = {
  day: ['day'],
  model: ['model'],
  provider: ['provider'],
  key: ['key_id', 'name'],
  wallet: ['wallet'],
  tag: ['tag', 'value'],
}

/** `/api/usage`: the sums of `daily` over whole days in UTC. A key counts under each of its tags, in `totals` once. */
export async function usageAnswer(visit: Visit, ports: ApiPorts): Promise<Result<Answer>> {
  const asked = readParameters(visit.query, parameters)
  if (!asked.ok) return asked
  const days = readDays(asked.value, ports.now())
  if (!days.ok) return days
  const grouped = readChoice('group', asked.value.group, usageGroups, 'day')
  if (!grouped.ok) return grouped
  const whose = readWhose(visit, asked.value.key)
  if (!whose.ok) return whose
  const group = grouped.value

  return withLedger(ports, async (ledger) => {
    const sums = await ledger.usage(days.value, group, whose.value, mostRows)
    if (sums.length > mostRows) return tooMany
    const names = group === 'key' ? await ledger.names(sums.map((sum) => String(sum['key_id']))) : null
    const sorted = sums.toSorted(group === 'day' ? byDay : byCost)
    const rows = names === null ? sorted : sorted.map((sum) => withName(sum, names))
    const counted = group === 'tag' ? await ledger.usage(days.value, 'all', whose.value, mostRows) : sums
    const totals = counted.reduce(addCounts, noCounts())
    return accept({
      json: { ...days.value, group, rows, totals },
      table: { name: `usage-by-${group}`, columns: [...groupColumns[group], ...countNames], rows },
    })
  })
}

const tooMany = refuse(
  'bad_request',
  `The answer would have more than ${mostRows} rows. Ask for fewer days, or for one key.`,
  { param: 'group' },
)

function withName({ key_id: id, ...counts }: UsageSums, names: ReadonlyMap<string, string>) {
  const keyId = String(id)
  return { key_id: keyId, name: names.get(keyId) ?? null, ...counts }
}

function byDay(one: UsageSums, other: UsageSums): number {
  return String(one['day']).localeCompare(String(other['day']))
}

function byCost(one: UsageSums, other: UsageSums): number {
  return other.cost_nano_usd - one.cost_nano_usd || other.requests - one.requests
}
