import { quote } from '../../refusal/client-text.ts'

/** Names that stand for lists: https://docs.litellm.ai/docs/proxy/model_access */
const special = new Set(['all-team-models', 'all-proxy-models', 'all-org-models', 'no-default-models'])

/** Both lists had to allow a model there. What is narrower here is said in `lost`. */
export function modelsOf(
  own: readonly string[],
  team: readonly string[],
  lost: string[],
): string[] | undefined {
  const named = own.filter((name) => !special.has(name))
  if (named.length === 0 && own.includes('no-default-models')) return ['!*']
  if (own.includes('all-proxy-models')) return undefined
  if (named.length === 0 || own.includes('all-team-models')) {
    const all = [...new Set([...named, ...team.filter((name) => !special.has(name))])]
    return all.length === 0 || team.includes('all-proxy-models') ? undefined : all
  }
  const outside = named.filter(
    (name) => team.length > 0 && !team.includes(name) && !team.includes('all-proxy-models'),
  )
  if (outside.length > 0)
    lost.push(`its team does not have ${quote(outside.join(', '))}: both lists had to allow a model`)
  return named
}
