import { parseConfig } from '../../keys/config.ts'
import { parseRecord } from '../../keys/record.ts'
import { isKeyId } from '../../keys/token.ts'

/** What the Worker would make of an entry of KV. */
export interface Verdict {
  accepted: boolean
  message: string
}

const digestName = /^sha256:[\da-f]{64}$/

/** Checks an entry with the code that reads it in the Worker. `providers` are the table's names; `now` is in epoch ms. */
export function checkEntry(
  name: string,
  value: string,
  { providers, now }: { providers: ReadonlySet<string>; now: number },
): Verdict {
  const key = name.trim()
  if (key === '@config' || key === '@config.good') {
    const parsed = parseConfig(value, providers)
    return parsed.ok ? accepted('Tollgate takes this configuration.') : refused(parsed.message)
  }
  if (!isKeyId(key) && !digestName.test(key))
    return refused('its key must be words of [a-z0-9] joined by -, at most 48 characters, or @config')
  const parsed = parseRecord(value, key)
  if (!parsed.ok) return refused(parsed.message)
  const { enabled, expiresAt } = parsed.record
  if (!enabled) return accepted('Tollgate takes this entry. The key is switched off.')
  if (expiresAt !== null && expiresAt <= now)
    return accepted('Tollgate takes this entry. The key has expired.')
  return accepted('Tollgate takes this entry.')
}

function accepted(message: string): Verdict {
  return { accepted: true, message }
}

function refused(message: string): Verdict {
  return { accepted: false, message: `Tollgate would refuse this entry: ${message}.` }
}
