import type { Route } from '../route/route.ts'
import { readsBody } from '../usage/consumption.ts'
import type { UsageDialect, UsageDialectName } from '../usage/dialect.ts'
import { usageDialects } from '../usage/dialects/index.ts'
import { submission } from '../usage/submission.ts'

/** Where the answer of this route states what it consumed, or at least whether what is paid for was begun. */
export function usageDialectOf({
  endpoint,
  root,
  charge,
}: Pick<Route, 'endpoint' | 'root' | 'charge'>): UsageDialect {
  const dialect = dialectNamed(endpoint?.usage ?? 'none', root)
  const isPaid = charge !== null && charge.unit !== null
  return isPaid && !readsBody(dialect) ? submission : dialect
}

/** The dialect of this name, as the provider of `root` speaks it. */
export function dialectNamed(name: UsageDialectName, root: Route['root']): UsageDialect {
  return usageDialects[root?.usage?.[name] ?? name]
}
