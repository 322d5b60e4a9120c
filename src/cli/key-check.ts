import { checkRecord } from '../keys/check.ts'
import { chooseEntry, isProven, namesOf } from '../keys/entry.ts'
import type { ParsedRecord } from '../keys/record.ts'
import { parseToken } from '../keys/token.ts'
import type { Done } from './command.ts'
import type { Flags, Typed } from './flags.ts'
import { conditionOf } from './key-find.ts'
import { walletProblem } from './key-wallet.ts'
import { atPlace, placeFlags, type Stores } from './place.ts'
import { readSecret } from './secret.ts'

export const checkFlags: Flags = {
  from: { takes: 'ADDRESS', says: 'the address that a request would come from' },
  json: { says: 'for scripts' },
  ...placeFlags,
}

/** Reads a token from the terminal or a pipe, never from the command line, and says whose it is and what is wrong. */
export async function checkKey(typed: Typed): Promise<Done> {
  if (typed.words.length > 0)
    return { ok: false, message: 'a token on a command line stays in its history: type or pipe it in' }
  const token = await readSecret('Token: ')
  return atPlace(typed, (stores) => checkAt(stores, typed, token, Date.now()))
}

export async function checkAt({ entries }: Stores, typed: Typed, text: string, now: number): Promise<Done> {
  if (text === '') return { ok: false, message: 'no token was given' }
  const token = await parseToken(text)
  const entry = chooseEntry(await entries.read(namesOf(token)), token)
  const proven = entry !== null && isProven(entry, token.digest)
  const address = typed.one('from') ?? null
  const checked = entry !== null && address === null ? anywhere(entry) : entry
  const verdict = checked === null ? null : checkRecord(checked, token, now, address)
  const wallet = verdict?.ok === true ? await walletProblem(entries, verdict.value.wallet) : null
  const problem =
    verdict === null ? unknown(token.foreign) : verdict.ok ? misnamed(wallet) : verdict.refusal.message
  const id = proven && entry.ok ? entry.record.id : null
  const condition = proven ? conditionOf({ parsed: entry, problem: wallet }, now) : 'unknown'
  const exitCode = problem === null ? 0 : 1
  if (typed.one('json') !== undefined)
    return { ok: true, says: JSON.stringify({ id, condition, problem }, null, 2), exitCode }
  const whose = id === null ? 'It belongs to no key that is valid here.' : `It is a token of the key ${id}.`
  return { ok: true, says: `${whose}\n${problem ?? 'Nothing is wrong with it.'}`, exitCode }
}

/** The entry without its addresses: where no address is asked about, none is wrong. */
function anywhere(entry: ParsedRecord): ParsedRecord {
  return entry.ok ? { ok: true, record: { ...entry.record, ips: null } } : entry
}

function misnamed(wallet: string | null): string | null {
  return wallet === null ? null : `This key is misconfigured: ${wallet}. All that it asks for is refused.`
}

function unknown(foreign: boolean): string {
  return foreign
    ? "There is no such key. It looks like a provider's own key: those stay in AI Gateway or in a secret."
    : 'There is no such key. Was it copied whole, and made at this place (--remote or local)?'
}
