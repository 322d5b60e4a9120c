import { usageDialects } from '../../../src/usage/dialects/index.ts'
import type { UsageDialectName } from '../../../src/usage/dialect.ts'
import type { Reading, Usage } from '../../../src/usage/usage.ts'

/** A recorded answer, `{dialect}/{name}` under `test/fixtures/answers`, and what it must be read as. */
export interface KnownAnswer {
  dialect: UsageDialectName
  name: string
  reading: Reading
  /** What stands in the event that has the last word, where that is not `"usage`. */
  lastWord?: string
}

/** A recorded answer that ended well: `{dialect}/{file}`, the model that it names, and what it consumed. */
export function read(path: string, model: string | undefined, usage: Usage): KnownAnswer {
  const [dialect = '', name = ''] = path.split('/')
  if (!isDialect(dialect)) throw new Error(`no dialect ${dialect}`)
  return {
    dialect,
    name,
    reading: { usage, ...(model !== undefined && { model }), final: true, failed: false },
  }
}

function isDialect(name: string): name is UsageDialectName {
  return Object.hasOwn(usageDialects, name)
}
