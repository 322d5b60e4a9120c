import { withDetails } from '../amend.ts'
import type { UsageDialect } from '../dialect.ts'
import { valueAt } from '../json.ts'
import { sumUsage } from '../sum.ts'
import { nothingRead, type Reading, type Usage } from '../usage.ts'
import { anthropicMessages } from './anthropic-messages.ts'

/** A word that no price is known for: requests that differ in it are not charged alike. */
const mixed = 'mixed'

/**
 * The results of a batch, a line for each of its requests; charged are those that succeeded.
 * https://platform.claude.com/docs/en/api/retrieving-message-batch-results
 */
export const anthropicBatch: UsageDialect = {
  sums: true,
  marks: ['"succeeded"'],
  body: (json) => readLine(json, nothingRead),
  event: readLine,
  tail: { body: [], event: [{ member: 'usage', opening: '{"result":{"type":"succeeded","message":{' }] },
}

function readLine(json: unknown, soFar: Reading): Reading {
  if (valueAt(json, 'result.type') !== 'succeeded') return soFar
  const { usage, model } = anthropicMessages.body(valueAt(json, 'result.message'))
  if (usage === undefined) return soFar
  const { model: known, usage: sum, ...reading } = soFar
  // A row has one model. Where there were several, none is named, which leaves it without a price.
  const isMixed = sum?.details?.['models'] === mixed || (known ?? model) !== (model ?? known)
  const one = isMixed ? undefined : (model ?? known)
  const words = { ...wordsOfBoth(sum, usage), service_tier: 'batch', models: isMixed ? mixed : undefined }
  return {
    ...reading,
    usage: withDetails(sumUsage(sum, usage), words),
    ...(one !== undefined && { model: one }),
    final: true,
  }
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
