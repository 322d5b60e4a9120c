import { countNames } from './merged-sums.ts'

/** What the rows of a period are summed by. */
export const usageGroups = ['day', 'model', 'provider', 'key', 'wallet', 'tag'] as const
export type UsageGroup = (typeof usageGroups)[number]

const sums = countNames.map((name) => `sum(daily.${name}) AS ${name}`).join(', ')

const names: Readonly<Record<UsageGroup | 'all', string>> = {
  all: '',
  day: 'daily.day',
  model: 'daily.model',
  provider: 'daily.provider',
  key: 'daily.key_id',
  wallet: "coalesce(keys.wallet, '') AS wallet",
  tag: 'tag.key AS tag, tag.value AS value',
}
const groupings: Readonly<Record<UsageGroup | 'all', string>> = {
  all: '',
  day: 'GROUP BY daily.day',
  model: 'GROUP BY daily.model',
  provider: 'GROUP BY daily.provider',
  key: 'GROUP BY daily.key_id',
  wallet: "GROUP BY coalesce(keys.wallet, '')",
  tag: 'GROUP BY tag.key, tag.value',
}
/** A key's wallet and tags are those that it had when it was last seen: `daily` does not keep them. */
const joins: Readonly<Partial<Record<UsageGroup | 'all', string>>> = {
  wallet: 'LEFT JOIN keys ON keys.key_id = daily.key_id',
  tag: `CROSS JOIN keys ON keys.key_id = daily.key_id CROSS JOIN json_each(coalesce(keys.tags, '{}')) AS tag`,
}

/**
 * Sums of `daily`. Of every key: the days from `?1` to `?2`, both included, at most `?3` groups. Of one key: the days
 * of the JSON array `?1`, each with a seek of its own, key `?2`, at most `?3` groups.
 */
export function usageQuery(group: UsageGroup | 'all', ofOneKey: boolean): string {
  const selected = [names[group], sums].filter((part) => part !== '').join(', ')
  const from = ofOneKey
    ? 'json_each(?1) AS days CROSS JOIN daily ON daily.day = days.value AND daily.key_id = ?2'
    : 'daily'
  const where = ofOneKey ? '' : 'WHERE daily.day BETWEEN ?1 AND ?2'
  return `SELECT ${selected} FROM ${from} ${joins[group] ?? ''} ${where} ${groupings[group]} HAVING count(*) > 0 LIMIT ?3`
}

/** The names of the keys in the JSON array `?1`. */
export const keyNames =
  'SELECT keys.key_id, keys.name FROM json_each(?1) AS ids CROSS JOIN keys ON keys.key_id = ids.value'
