import { quote } from '../refusal/client-text.ts'
import { accept, refuse, type Result } from '../refusal/refusal.ts'
import { parametersOf } from './path.ts'

/**
 * A parameter of a query (as sent, without `?`) that some rule reads; null where it is not there. What an upstream could
 * take for it too (`Model`, `model[]`, a second one) is 400: what is read must be what is sent.
 */
export function readParameter(query: string, name: string): Result<string | null> {
  const parameters = parametersOf(query)
  const other = [...parameters.keys()].find((key) => key !== name && isLike(key, name))
  if (other !== undefined) {
    return refuse('bad_request', `The query has \`${quote(other)}\`. Write it as \`${name}\`.`, {
      param: name,
    })
  }
  const [value = null, ...more] = parameters.getAll(name)
  if (more.length === 0) return accept(value)
  return refuse('bad_request', `The query has \`${name}\` twice. Send it once.`, { param: name })
}

function isLike(key: string, name: string): boolean {
  return key.toLowerCase().trim().replace(/\[.*/s, '') === name
}
