import type { Reply } from '../support/gateway.ts'
import { chanceOf } from './chance.ts'
import { inputOf, type Odds, type Plan } from './plan.ts'

/** Where vendors count a prompt for nothing, and Tollgate asks them before it refuses for money. */
const counts = /\/(?:count_tokens|input_tokens)$|:countTokens$/

/** It is Tollgate's own question: free, and without a row. */
export function isCount(url: string): boolean {
  return counts.test(url)
}

/** Counts a prompt as its answer will, if it counts at all. */
export async function count(odds: Odds, plan: Plan, reply: Reply): Promise<void> {
  const tokens = inputOf(odds, plan)
  const how = chanceOf(odds.seed, plan.number, 5).byWeight({ counts: 6, fails: 1, breaks: 1, stalls: 1 })
  if (how === 'counts') return reply.answer(200, { input_tokens: tokens, totalTokens: tokens })
  if (how === 'fails') return reply.answer(500, { error: { message: 'not now' } })
  if (how === 'breaks') return reply.break()
  await reply.left
}
