/** The value that a text holds; undefined when it is not one whole JSON value. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The value at a dotted path of object members (`usage.prompt_tokens`); undefined where a step is missing. */
export function valueAt(json: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, name) => (isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      json,
    )
}

/** The list at a dotted path; empty when there is none. */
export function listAt(json: unknown, path: string): readonly unknown[] {
  const value = valueAt(json, path)
  return Array.isArray(value) ? value : []
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Whether an answer or an event says that it is an error: an `error` that is an object, a list or a text, as the
 * various APIs have it, or one of the envelopes `"object": "error"` and `"type": "error"`.
 */
export function statesError(json: unknown): boolean {
  const error = valueAt(json, 'error')
  if (Array.isArray(error) || typeof error === 'string') return error.length > 0
  return isObject(error) || valueAt(json, 'object') === 'error' || valueAt(json, 'type') === 'error'
}
