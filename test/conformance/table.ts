import { type Client, clients, type Feature, features } from './clients.ts'

/** What the suite found out: ✓, or what differs. A feature that no test is about is left out. */
export type Results = Partial<Record<Client, Partial<Record<Feature, string>>>>
/** Versions by the name a package is installed under. */
export type Versions = Readonly<Record<string, string>>

const [open, close] = ['<!-- conformance -->', '<!-- /conformance -->']

/** The whole table, in the order of `clients`. */
export function tableOf(results: Results, versions: Versions): string {
  const head = ['client', ...features]
  const rows = (Object.keys(clients) as Client[])
    .filter((client) => results[client])
    .map((client) => rowOf(client, results, versions))
  return [line(head), line(head.map(() => '---')), ...rows].join('\n')
}

/** The line of one client. */
export function rowOf(client: Client, results: Results, versions: Versions): string {
  const name = clients[client]
    .map((installed) => `\`${installed.replace(/-\d$/, '')}\` ${versions[installed] ?? '?'}`)
    .join(' with ')
  return line([name, ...features.map((feature) => results[client]?.[feature] ?? '')])
}

/** The README with another table between the marks; throws if it has no marks. */
export function withTable(readme: string, table: string): string {
  const [start, end] = [readme.indexOf(open), readme.indexOf(close)]
  if (start < 0 || end < start) throw new Error(`the README has no ${open} … ${close}`)
  return `${readme.slice(0, start)}${open}\n\n${table}\n\n${readme.slice(end)}`
}

/** The lines of the table in the README, head and rule included; none where there is no table. */
export function tableIn(readme: string): string[] {
  const found = readme.split(open)[1]?.split(close)[0] ?? ''
  return found.split('\n').filter((text) => text.startsWith('|'))
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}
