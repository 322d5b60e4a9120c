import * as z from 'zod/mini'
import { budgetSchema } from './record-schema.ts'

const wallets = 'must be an object of at most 1,000 budgets by name'
const name = 'must have names of 1 to 200 characters, without line breaks'

/** `@config.wallets`: each is what a key's own `budget` would be. */
export const walletsSchema = z.record(z.string(), budgetSchema, { error: wallets }).check(
  z.refine((given) => Object.keys(given).length <= 1000, { error: wallets }),
  z.refine((given) => Object.keys(given).every((wallet) => /^[^\p{Cc}]{1,200}$/u.test(wallet)), {
    error: name,
  }),
)

export const walletsFields = { 'wallets.*': Object.keys(budgetSchema.shape) }
