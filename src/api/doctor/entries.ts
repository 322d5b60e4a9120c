import { configName, goodConfigName } from '../../keys/config-in-force.ts'
import { type Config, parseConfig } from '../../keys/config.ts'
import { parseRecord } from '../../keys/record.ts'
import { digestName, importedName, isKeyId } from '../../keys/token.ts'
import { providerNames } from '../../providers/index.ts'
import { quote } from '../../refusal/client-text.ts'
import { nearest } from '../../refusal/nearest.ts'
import type { ApiPorts, KeyEntries } from '../ports.ts'
import type { Finding } from './finding.ts'

export interface EntryReport {
  findings: Finding[]
  /** The wallets of the keys that were read, by the key's id; null where it has none. */
  wallets: ReadonlyMap<string, string | null>
  /** Where the next look goes on; null after the last entry. */
  next: string | null
}

/** To read a record takes CPU, of which the free plan has 10 ms a request. */
const entriesALook = 200
/** KV's most for one bulk read. */
const namesARead = 100
const digestForm = new RegExp(`^${digestName('[\\da-f]{64}')}$`)

/** Reads one page of the entries of `KEYS`, and with the first one the configuration. */
export async function examineEntries(
  { entries }: ApiPorts,
  cursor: string | null,
  { wallets: known }: Pick<Config, 'wallets'>,
): Promise<EntryReport> {
  if (entries === null) return { findings: [], wallets: new Map(), next: null }
  const page = await entries.list({ limit: entriesALook, ...(cursor !== null && { cursor }) })
  const names = page.keys.map(({ name }) => name)
  const keys = names.filter(canBeShown)
  const texts = await readAll(entries, keys)
  const findings: Finding[] = cursor === null ? await examineConfig(entries) : []
  const wallets = new Map<string, string | null>()
  for (const [name, text] of texts) {
    const parsed = parseRecord(text, name)
    if (!parsed.ok) {
      findings.push(invalid(name, `is refused: ${parsed.message}`))
      continue
    }
    const { id, wallet } = parsed.record
    wallets.set(id, wallet)
    if (wallet !== null && !known.has(wallet)) {
      findings.push(invalid(name, `names the wallet ${quote(wallet)}, which is not in ${configName}`))
    }
  }
  findings.push(...names.filter((name) => !canBeShown(name) && !isOurs(name)).map(stray))
  const next = page.list_complete ? null : (page.cursor ?? null)
  if (next !== null) findings.push(unfinished(next))
  return { findings, wallets, next }
}

async function readAll(entries: KeyEntries, names: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (let start = 0; start < names.length; start += namesARead) {
    const values = await entries.get(names.slice(start, start + namesARead), 'text')
    for (const [name, text] of values) if (text !== null) found.set(name, text)
  }
  return found
}

async function examineConfig(entries: KeyEntries): Promise<Finding[]> {
  const texts = await entries.get([configName, goodConfigName], 'text')
  const text = texts.get(configName) ?? null
  if (text === null) return []
  const parsed = parseConfig(text, providerNames)
  if (parsed.ok) return []
  const good = texts.get(goodConfigName) ?? null
  const stands = good !== null && parseConfig(good, providerNames).ok
  return [
    {
      level: 'error',
      what: `${configName} is not valid: ${parsed.message}. ${stands ? 'Its last valid copy holds meanwhile.' : 'The built-in rules hold meanwhile.'}`,
      fix: correct,
    },
  ]
}

/** Whether some token leads to an entry of this name. */
function canBeShown(name: string): boolean {
  return isKeyId(name) || digestForm.test(name)
}

function isOurs(name: string): boolean {
  return name === configName || name === goodConfigName || name === importedName
}

const correct = 'Correct this entry of KEYS in the dashboard (Storage & databases > KV).'

function invalid(name: string, message: string): Finding {
  return {
    level: 'error',
    what: `The key ${quote(name)} ${message}.`,
    fix: correct,
  }
}

function stray(name: string): Finding {
  const near = nearest(name, [configName])
  const rename = near === null ? 'Rename it' : `Rename it to ${near}`
  return {
    level: 'warning',
    what: `No token leads to the entry ${quote(name)} of KEYS.`,
    fix: `${rename} (the id of a key is words of [a-z0-9] joined by -), or delete it.`,
  }
}

function unfinished(next: string): Finding {
  return {
    level: 'note',
    what: `There are more than the ${entriesALook} entries of KEYS examined.`,
    fix: `Ask /api/doctor?cursor=${encodeURIComponent(next)}, until \`next\` is null.`,
  }
}
