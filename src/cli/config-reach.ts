import { noAliases } from '../keys/aliases.ts'
import type { Config } from '../keys/config.ts'
import { pathOf } from '../keys/strict.ts'
import { routesOf } from '../models/reached.ts'

const doors = ['openai', 'anthropic', 'gemini'] as const

/** The targets of aliases that no neutral door can serve, a sentence each: the configuration is valid all the same. */
export function unreachable(config: Config): string[] {
  const rules = { ...config, aliases: noAliases }
  return [...config.aliases.exact].flatMap(([alias, chain]) =>
    chain.flatMap(({ to }, index) => {
      const [first, ...others] = doors.map((door) => routesOf(door, to, rules))
      if (first === undefined || first.ok || others.some(({ ok }) => ok)) return []
      return [`${pathOf(['models', alias, index])} can never be served: ${first.refusal.message}`]
    }),
  )
}
