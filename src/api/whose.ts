import { digestName, isKeyId } from '../keys/token.ts'
import { accept, type Result } from '../refusal/refusal.ts'
import { isOperator, operatorOnly, type Visit } from './answer.ts'
import { wrong } from './parameters.ts'

const digestForm = new RegExp(`^${digestName('[\\da-f]{64}')}$`)

/** Whose rows are meant: the holder's own, or for an operator those of any one key, or of all (null). */
export function readWhose(visit: Visit, key: string | undefined): Result<string | null> {
  const own = visit.admission.caller.id
  if (key === undefined) return accept(isOperator(visit) ? null : own)
  // A whole token pasted here is not an id, and is not looked up.
  if (!isKeyId(key) && !digestForm.test(key)) return wrong('key', 'must be the id of a key, not its token')
  return key === own || isOperator(visit) ? accept(key) : operatorOnly('The usage of another key')
}
