import { quote } from '../../refusal/client-text.ts'
import { asPatterns } from './model-names.ts'

/** Names that stand for lists: https://docs.litellm.ai/docs/proxy/model_access */
const special = new Set(['all-team-models', 'all-proxy-models', 'all-org-models', 'no-default-models'])

/** Both lists had to allow a model there. What is wider here is said in `lost`. */
export function modelsOf(
  ownNames: readonly string[],
  teamNames: readonly string[],
  lost: string[],
): string[] | undefined {
  const [own, team] = [asPatterns(ownNames), asPatterns(teamNames)]
  const named = own.filter((name) => !special.has(name))
  if (named.length === 0 && own.includes('no-default-models')) return ['!*']
  const teams = team.filter((name) => !special.has(name))
  const open = team.length === 0 || team.includes('all-proxy-models')
  if (team.includes('all-org-models')) lost.push('all-org-models of its team: the list is in another table')
  else if (!open && teams.length === 0) return ['!*']
  if (own.includes('all-proxy-models')) return open || teams.length === 0 ? undefined : teams
  if (named.length === 0 || own.includes('all-team-models')) {
    const all = [...new Set([...named, ...teams])]
    return all.length === 0 || team.includes('all-proxy-models') ? undefined : all
  }
  const outside = named.filter((name) => !open && !team.includes(name))
  if (outside.length > 0)
    lost.push(`its team does not have ${quote(outside.join(', '))}: both lists had to allow a model`)
  return named
}
