import type * as z from 'zod'

/** What a statement is given for its `?1`, `?2`, …. */
export type Parameter = string | number | null

export interface Statement {
  sql: string
  parameters: readonly Parameter[]
}

/** The ledger in D1, local or of the deployed Worker. Both verbs throw what their transport throws. */
export interface Ledger {
  /** The rows of one query. None where the tables do not exist: nothing was ever written. */
  read<Row>(row: z.ZodType<Row>, sql: string, ...parameters: Parameter[]): Promise<Row[]>
  /** Runs statements that change rows. Each is a transaction of its own. */
  change(statements: readonly Statement[]): Promise<void>
}

/** Whether an error says that nobody has made the tables yet. */
export function isWithoutTables(text: string): boolean {
  return /no such table/i.test(text)
}

/**
 * The statement with its parameters written into it, for a transport that binds none. `?1` must not stand inside a
 * text of the statement. Throws a RangeError for what SQL cannot say.
 */
export function writtenOut({ sql, parameters }: Statement): string {
  return sql.replaceAll(/\?(\d+)/g, (_, position: string) => literal(parameters[Number(position) - 1]))
}

function literal(parameter: Parameter | undefined): string {
  if (parameter === null) return 'NULL'
  if (typeof parameter === 'string' && !parameter.includes('\0'))
    return `'${parameter.replaceAll("'", "''")}'`
  if (typeof parameter === 'number' && Number.isFinite(parameter)) return String(parameter)
  throw new RangeError('a parameter is a text without NUL, a finite number or null')
}
