import { withDetails } from './amend.ts'
import type { UsageDialect } from './dialect.ts'
import { listAt } from './json.ts'
import { sumUsage } from './sum.ts'
import { nothingRead, type Reading, type Usage } from './usage.ts'

/** A word that no price is known for: requests that differ in it are not charged alike. */
const mixed = 'mixed'

/** What one of a batch's requests consumed, by its result; nothing where it is not charged. */
type ReadResult = (result: unknown) => Reading

/** The results of a batch, a line for each of its requests: what all of them consumed, at the price of batches. */
export function batchOutput(read: ReadResult): UsageDialect {
  const event: UsageDialect['event'] = (json, soFar) => withResult(soFar, read(json))
  return { gathers: 'lines', sums: true, marks: ['{'], body: (json) => event(json, nothingRead), event }
}

/** A batch with its results in it, in lists at these dotted paths: the first that is there counts. */
export function batchWithOutput(read: ReadResult, ...paths: readonly string[]): UsageDialect {
  return {
    gathers: 'document',
    marks: ['{'],
    body(json) {
      const results = paths.map((path) => listAt(json, path)).find((list) => list.length > 0) ?? []
      return results.reduce<Reading>((soFar, result) => withResult(soFar, read(result)), nothingRead)
    },
    event: (_json, soFar) => soFar,
  }
}

function withResult(soFar: Reading, { usage, model }: Reading): Reading {
  if (usage === undefined) return soFar
  const { model: known, usage: sum, ...reading } = soFar
  // A row has one model. Where there were several, none is named, which leaves it without a price.
  const isMixed = sum?.details?.['models'] === mixed || (known ?? model) !== (model ?? known)
  const one = isMixed ? undefined : (model ?? known)
  const words = { ...wordsOfBoth(sum, usage), service_tier: 'batch', models: isMixed ? mixed : undefined }
  const both = sumUsage(sum, usage)
  const longest = Math.max(longestOf(sum), longestOf(usage))
  const longest_input_tokens = longest < (both.input ?? 0) ? longest : undefined
  return {
    ...reading,
    usage: withDetails(both, { ...words, longest_input_tokens }),
    ...(one !== undefined && { model: one }),
    final: true,
  }
}

/** The longest input of one request: rates go by the length of each, which their sum does not tell. */
function longestOf(usage: Usage | undefined): number {
  return Number(usage?.details?.['longest_input_tokens'] ?? usage?.input ?? 0)
}

/** Words do not add up: those that every request has stay. */
function wordsOfBoth(sum: Usage | undefined, { details = {} }: Usage): Record<string, string> {
  const words = { ...sum?.details }
  for (const [name, value] of Object.entries(details)) {
    if (typeof value === 'string') words[name] = (words[name] ?? value) === value ? value : mixed
  }
  return Object.fromEntries(
    Object.entries(words).filter((word): word is [string, string] => typeof word[1] === 'string'),
  )
}
