import type { UsageRow } from '../ask.ts'

export const holderGroups = ['model', 'provider'] as const
export const operatorGroups = ['key', 'wallet', 'tag'] as const

/** What sums are grouped by. */
export type Group = (typeof holderGroups)[number] | (typeof operatorGroups)[number]

/** The group of that name; the first one for any other text. */
export function groupOf(name: string): Group {
  return [...holderGroups, ...operatorGroups].find((known) => known === name) ?? 'model'
}

/** How the group of a row of sums is written. A request may have no model. */
export function groupName(row: UsageRow, group: Group): string {
  if (group === 'key') return row.name ? `${row.name} (${row.key_id})` : (row.key_id ?? '')
  if (group === 'tag') return `${row.tag} = ${row.value}`
  return row[group] || `(no ${group})`
}
