import { findCredential } from '../keys/credential.ts'
import type { Ports } from '../ports.ts'
import { wireOf } from '../refusal/reasons.ts'
import type { Refusal } from '../refusal/refusal.ts'
import type { Gate } from './gate.ts'

/**
 * Looks the key of an open socket up again: a refusal that waiting cannot mend ends the socket, and a record that was
 * changed is what its next messages are held to. A failure to look it up changes nothing.
 */
export function rechecking(
  request: Pick<Request, 'headers' | 'url'>,
  gate: Pick<Gate, 'readmit'>,
  { keys, later }: Pick<Ports, 'keys' | 'later'>,
): () => Promise<Refusal | null> {
  const credential = findCredential(request)
  const address = request.headers.get('cf-connecting-ip')
  return async () => {
    if (!credential.ok) return null
    const again = await keys.lookup(credential.value, address, later).catch(() => null)
    if (again?.ok === true) gate.readmit(again.value.caller)
    return again?.ok === false && wireOf(again.refusal.reason).final ? again.refusal : null
  }
}
