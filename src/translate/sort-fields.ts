import type { FieldRule } from './field-rule.ts'
import type { JsonObject } from './request/json-object.ts'
import type { Losses } from './request/losses.ts'

/** Goes through an object's fields by a table: names what is dropped, and gives the first that is refused. */
export function sortFields(
  given: JsonObject,
  rules: Readonly<Record<string, FieldRule>>,
  losses: Pick<Losses, 'dropUnknown'>,
): { field: string; says: string } | null {
  for (const [field, value] of Object.entries(given)) {
    if (value === null || value === undefined) continue
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined
    if (rule?.fate === 'passed' || rule?.idle(value)) continue
    if (rule?.fate === 'refused') return { field, says: rule.says }
    losses.dropUnknown('', field)
  }
  return null
}
