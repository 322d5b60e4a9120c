/** Fields of a form as one object: `video[id]` is `id` in `video`, `image[]` a list, a field twice a list too. */
export interface NestedFields {
  [name: string]: string | NestedFields | (string | NestedFields)[]
}

const deepest = 8

/** Puts a field into its place. False for a name that is not of that form. */
export function nestField(fields: NestedFields, name: string, text: string): boolean {
  const [first = ''] = name.split('[', 1)
  const inner = name.slice(first.length)
  if (!/^(\[[^[\]]*\])*$/.test(inner)) return false
  const path = [first, ...inner.split(/[[\]]+/)].filter((step) => step !== '')
  const last = path.pop()
  if (last === undefined || path.length > deepest) return false
  let at = fields
  for (const step of path) {
    const next: NestedFields = Object.create(null)
    add(at, step, next)
    at = next
  }
  add(at, last, text)
  return true
}

/** Every value that a name was given stays to be seen. */
function add(fields: NestedFields, name: string, value: string | NestedFields): void {
  const known = fields[name]
  if (known === undefined) fields[name] = value
  else if (Array.isArray(known)) known.push(value)
  else fields[name] = [known, value]
}
