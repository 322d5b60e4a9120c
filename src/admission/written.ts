import type { Bound } from '../bound/bound.ts'
import type { Change } from '../body/splice.ts'

/** What goes into a body that may go up, and into its answer's headers. */
export interface Written {
  changes: readonly Change[]
  told: readonly (readonly [name: string, value: string])[]
}

/** The limits that must stand in a body, and what its client is told of them. `outputTokens` null: no such limit. */
export function written(
  { output, ceiling }: Pick<Bound, 'output' | 'ceiling'>,
  outputTokens: number | null,
): Written {
  const limits = outputTokens === null ? [] : (output?.fields ?? [])
  const [first] = limits
  const told = [
    ...(first ? [`${first.join('.')}=${outputTokens}`] : []),
    ...(ceiling ? [`${ceiling.field}=${ceiling.calls}`] : []),
  ]
  const calls = ceiling ? [{ path: [ceiling.field] as const, value: String(ceiling.calls) }] : []
  return {
    changes: [...limits.map((path) => ({ path, value: String(outputTokens) })), ...calls],
    told: told.length === 0 ? [] : [['tollgate-clamped', told.join(', ')]],
  }
}
