import { takeCache } from './generate.ts'
import { objectOf, type Reading, takeAgent, takeThinkingBudget, takeUnbounded } from './reading.ts'

const caches = ['cached_content', 'cachedContent'] as const
const thoughts = ['thinking_config', 'thinkingConfig'] as const
const budgets = ['thinking_budget', 'thinkingBudget'] as const
const known: ReadonlySet<string> = new Set([...caches, ...thoughts])

/** Notes what a chat asks of the vendor's own API. https://ai.google.dev/gemini-api/docs/openai#extra-body */
export function takeExtraBody(reading: Reading): void {
  for (const vendor of Object.values(objectOf(reading.body['extra_body']))) {
    const extra = objectOf(vendor)
    if (Object.keys(extra).some((name) => !known.has(name)) || extra !== vendor)
      takeUnbounded(reading, 'extra_body', 'it can ask for more than its fields tell')
    takeCache(reading, extra, 'extra_body')
    for (const config of thoughts.map((name) => objectOf(extra[name]))) {
      const budget = budgets.map((name) => config[name]).find((value) => value !== undefined)
      if (typeof budget === 'number') takeThinkingBudget(reading, budget)
      else if (Object.keys(config).length > 0) takeAgent(reading)
    }
  }
}
