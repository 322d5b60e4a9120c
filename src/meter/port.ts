import type { KeyLabel } from '../keys/label.ts'
import type { Row } from '../ledger/row.ts'

/**
 * The life of one request's row, as the corridor sees it. Nothing here throws: a Meter that fails must not break an
 * answer, and a row that it cannot take goes straight to D1.
 */
export interface MeterPort {
  /** Writes the open row. Resolves false if the Meter could not be reached within its time. */
  open(row: Row, label: KeyLabel): Promise<boolean>
  /** Says that the request still lives. */
  beat(row: Row): Promise<void>
  /** Hands over the final row, whether or not it was ever opened. Resolves when it is durable somewhere. */
  close(row: Row, label: KeyLabel): Promise<void>
}
