import { tableInPart, tableLine, withPart } from '../support/readme.ts'
import { type Client, clients, type Feature, features } from './clients.ts'

/** What the suite found out: ✓, or what differs. A feature that no test is about is left out. */
export type Results = Partial<Record<Client, Partial<Record<Feature, string>>>>
/** Versions by the name a package is installed under. */
export type Versions = Readonly<Record<string, string>>

const part = 'conformance'

/** The whole table, in the order of `clients`. */
export function tableOf(results: Results, versions: Versions): string {
  const head = ['client', ...features]
  const rows = (Object.keys(clients) as Client[])
    .filter((client) => results[client])
    .map((client) => rowOf(client, results, versions))
  return [tableLine(head), tableLine(head.map(() => '---')), ...rows].join('\n')
}

/** The line of one client. */
export function rowOf(client: Client, results: Results, versions: Versions): string {
  const name = clients[client]
    .map((installed) => `\`${installed.replace(/-\d$/, '')}\` ${versions[installed] ?? '?'}`)
    .join(' with ')
  return tableLine([name, ...features.map((feature) => results[client]?.[feature] ?? '')])
}

/** The README with another table between the marks; throws if it has no marks. */
export function withTable(readme: string, table: string): string {
  return withPart(readme, part, table)
}

/** The lines of the table in the README, head and rule included; none where there is no table. */
export function tableIn(readme: string): string[] {
  return tableInPart(readme, part)
}
