import type { UsageDialectName } from '../../../src/usage/dialect.ts'
import type { Reading } from '../../../src/usage/usage.ts'

/** A recorded answer, `{dialect}/{name}` under `test/fixtures/answers`, and what it must be read as. */
export interface KnownAnswer {
  dialect: UsageDialectName
  name: string
  reading: Reading
}
