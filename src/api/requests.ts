import { columns } from '../ledger/columns.ts'
import type { Row } from '../ledger/row.ts'
import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { isOperator, type Answer, type Visit } from './answer.ts'
import { withLedger } from './ledger.ts'
import { readLimit, readParameters, wrong } from './parameters.ts'
import { readDays } from './period.ts'
import type { ApiPorts } from './ports.ts'
import { readWhose } from './whose.ts'

const parameters = ['cursor', 'limit', 'from', 'to', 'key'] as const
/** A page of all keys reads up to its square. */
const mostRows = 200
const usualRows = 50
/** https://www.rfc-editor.org/rfc/rfc9562 */
const idForm = /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}$/

/** `/api/requests`: rows, newest first; `next` is the `cursor` of the next page. */
export async function requestsAnswer(visit: Visit, ports: ApiPorts): Promise<Result<Answer>> {
  const asked = readParameters(visit.query, parameters)
  if (!asked.ok) return asked
  const { cursor, from, to, key } = asked.value
  const limit = readLimit(asked.value.limit, usualRows, mostRows)
  if (!limit.ok) return limit
  const dated = from !== undefined || to !== undefined
  const days = dated ? readDays({ from, to }, ports.now()) : accept(null)
  if (!days.ok) return days
  if (cursor !== undefined && !idForm.test(cursor))
    return wrong('cursor', 'must be the `next` of another page')
  const whose = readWhose(visit, key)
  if (!whose.ok) return whose

  return withLedger(ports, async (ledger) => {
    const found = await ledger.requests({
      keyId: whose.value,
      days: days.value,
      before: cursor ?? null,
      limit: limit.value,
    })
    // A full page that happens to be the last one is followed by an empty one.
    const next = found.length === limit.value ? (found.at(-1)?.id ?? null) : null
    return accept({ json: { requests: found.map(told), next }, table: tableOf(found) })
  })
}

/** `/api/requests/{id}`: one row. The id is the answer's `tollgate-request-id`. */
export async function requestAnswer(visit: Visit, ports: ApiPorts): Promise<Result<Answer>> {
  const asked = readParameters(visit.query, [])
  if (!asked.ok) return asked
  const id = visit.rest
  if (!idForm.test(id)) return notThere(id)
  return withLedger(ports, async (ledger) => {
    const row = await ledger.request(id, isOperator(visit) ? null : visit.admission.caller.id)
    return row === null ? notThere(id) : accept({ json: told(row), table: tableOf([row]) })
  })
}

function notThere(id: string): ReturnType<typeof refuse> {
  return refuse(
    'not_found',
    `There is no request \`${quote(id)}\` of this key. A row comes some seconds after the end of its answer.`,
  )
}

function tableOf(rows: readonly Row[]): NonNullable<Answer['table']> {
  return { name: 'requests', columns: Object.keys(columns), rows: rows.map((row) => ({ ...row })) }
}

/** A row with `details` and `tags` as the objects that their texts are. */
function told(row: Row): object {
  return { ...row, details: parsed(row.details), tags: parsed(row.tags) }
}

/** Null for what is no JSON: a text in place of an object would break whoever reads it. */
function parsed(json: string | null): unknown {
  try {
    return json === null ? null : JSON.parse(json)
  } catch {
    return null
  }
}
