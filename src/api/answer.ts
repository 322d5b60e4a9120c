import type { Admission } from '../keys/store.ts'
import { refuse, type Result } from '../refusal/refusal.ts'
import type { ApiPorts } from './ports.ts'

/** Rows and columns, for whoever accepts CSV. */
export interface Table {
  /** The file's name without its ending. */
  name: string
  columns: readonly string[]
  rows: readonly Readonly<Record<string, unknown>>[]
}

/** What an endpoint of the API answers. */
export interface Answer {
  json: object
  table?: Table
}

/** One request to the API by somebody with a key. */
export interface Visit {
  admission: Admission
  headers: Headers
  query: URLSearchParams
  /** What follows the endpoint's path: the id in `/api/requests/{id}`. */
  rest: string
}

/** An endpoint of the API. */
export type Endpoint = (visit: Visit, ports: ApiPorts) => Promise<Result<Answer>>

/** The refusal of whoever lacks the scope `operator`. */
export function operatorOnly(what: string): ReturnType<typeof refuse> {
  return refuse(
    'scope_required',
    `${what} needs a key with the scope \`operator\`. Ask whoever runs this Tollgate.`,
    { details: { scope: 'operator' } },
  )
}

/** Whether the holder may see other keys than its own. */
export function isOperator({ admission }: Visit): boolean {
  return admission.caller.scopes.includes('operator')
}
