import type { Memories, Memory } from './memory.ts'
import type { Audit, Outcome } from './outcome.ts'

/** More are counted, and stand in the JSON. */
const mostShown = 20

/** Whether the books agree. */
export function agrees({ found, sums }: Pick<Audit, 'found' | 'sums'>): boolean {
  return sums.length === 0 && faultsIn(found).length === 0
}

/** What has no excuse. */
export function faultsIn(found: Audit['found']): Audit['found'] {
  return found.filter(({ excuse }) => excuse === null)
}

/** What was done, and what does not agree. */
export function report(outcome: Audit & Partial<Outcome>): string {
  const { seed, seen = [], dispatches, rows, happened = [], found, sums, memory } = outcome
  const lines = [
    `${seen.length} requests, ${dispatches.length} arrivals at the vendors, ${rows.length} rows`,
    counted(
      'clients',
      seen.map(({ how, status }) => `${how} ${status ?? ''}`.trim()),
    ),
    counted(
      'requests',
      dispatches.map(({ kind }) => kind),
    ),
    counted(
      'upstreams',
      dispatches.map(({ fate }) => fate),
    ),
    counted(
      'rows',
      rows.map(({ outcome, usage_source: source }) => `${outcome} ${source}`),
    ),
    counted(
      'troubles',
      happened.map(({ what }) => what),
    ),
    counted(
      'excused',
      found.flatMap(({ excuse }) => excuse ?? []),
    ),
    ...faultsIn(found)
      .slice(0, mostShown)
      .map(
        ({ what, number, details }) => `DISAGREES: ${what}, request ${number} of seed ${seed}: ${details}`,
      ),
    ...sums.map((sentence) => `DISAGREES: ${sentence}`),
    ...(memory === undefined ? [] : [memoryLine(memory)]),
    agrees(outcome) ? 'The books agree.' : `The books do not agree: ${faultsIn(found).length + sums.length}.`,
  ]
  return lines.join('\n')
}

function counted(title: string, names: readonly string[]): string {
  const counts = [...Map.groupBy(names, (name) => name)].map(([name, list]) => [name, list.length] as const)
  const sorted = counts.sort(([, one], [, other]) => other - one)
  return `${title}: ${sorted.map(([name, count]) => `${name} ${count}`).join(', ')}`
}

function memoryLine({ warm, settled }: Memories): string {
  const said = (memory: Memory | null) =>
    `${memory?.heapMb?.toFixed(0) ?? '?'} MB of heap, ${memory?.residentMb.toFixed(0) ?? '?'} resident`
  return `the last workerd: ${said(warm)} when warm, ${said(settled)} when all was over`
}
