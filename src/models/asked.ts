import type { Door } from '../route/door.ts'

/** A request for the models of a neutral door, which Tollgate answers itself. */
export interface ModelsAsked {
  door: Exclude<Door['name'], 'provider'>
  /** The path of the list, percent-decoded. */
  list: readonly string[]
  /** The one that is asked for; null where it is the list. */
  id: string | null
}

/** What is asked for at `…/models` and `…/models/{id}`; null where it is something else. */
export function modelsAsked(
  { name, decoded }: Pick<Door, 'name' | 'decoded'>,
  method: string,
): ModelsAsked | null {
  if (name === 'provider' || (method !== 'GET' && method !== 'HEAD')) return null
  // Below the version, which the OpenAI door's path does not have.
  const at = name === 'openai' ? 0 : 1
  if (decoded[at]?.toLowerCase() !== 'models') return null
  const below = decoded.slice(at + 1)
  if (below.at(-1) === '') below.pop()
  // Operations of a model, which live upstream.
  if (name === 'gemini' && below.length > 1) return null
  // A name can have slashes in it, encoded or not.
  return { door: name, list: decoded.slice(0, at + 1), id: below.length === 0 ? null : below.join('/') }
}
