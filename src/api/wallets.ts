import { accept, type Result } from '../refusal/refusal.ts'
import { isOperator, operatorOnly, type Answer, type Visit } from './answer.ts'
import { budgetTold } from './budget.ts'
import { readParameters } from './parameters.ts'
import type { ApiPorts } from './ports.ts'

/** Each is a Meter that is asked, and a request has so many of these on the free plan. */
const mostWallets = 40

/** `/api/wallets`: the wallets of `@config` by their names, and what is left of them. `next` is the next page's `cursor`. */
export async function walletsAnswer(visit: Visit, { meters }: ApiPorts): Promise<Result<Answer>> {
  if (!isOperator(visit)) return operatorOnly('The list of wallets')
  const asked = readParameters(visit.query, ['cursor'])
  if (!asked.ok) return asked
  const { cursor } = asked.value
  const { caller, config } = visit.admission
  const sorted = [...config.wallets].sort(([one], [other]) => (one < other ? -1 : 1))
  const left = cursor === undefined ? sorted : sorted.filter(([name]) => name > cursor)
  const page = left.slice(0, mostWallets)
  const wallets = await Promise.all(
    page.map(async ([name, budget]) => {
      const holder = { ...caller, wallet: name }
      const standing = meters === null ? null : await meters.standing(holder, budget)
      return { name, ...budgetTold(budget, standing) }
    }),
  )
  const next = left.length > page.length ? (page.at(-1)?.[0] ?? null) : null
  return accept({ json: { wallets, next } })
}
