import * as fc from 'fast-check'

function nested(depth: number): unknown {
  return JSON.parse('{"a":['.repeat(depth) + ']}'.repeat(depth))
}

/** JSON values that stand where others belong. Made from text, so that `__proto__` is a member like any other. */
const strange = [
  'null,true,false,0,-1,-0,1,1.5,1e308,-1e300,1e-300,9007199254740991,9007199254740993,"","0","-1","1e3","NaN"',
  '" ","\\n","\\ud800","__proto__","constructor","data:x","..","[object Object]",[],{},[[]],[null],{"a":null}',
  '{"toString":1,"valueOf":1},{"toString":null},{"length":-1},{"__proto__":{"input_tokens":5,"type":"text"}},{"constructor":{}}',
].flatMap((values) => JSON.parse(`[${values}]`) as unknown[])

/** Whatever JSON can be, and rather what nobody thought of. */
export const odd: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...strange) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(20, 200).map(nested) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
)

type Holder = Record<string, unknown> | unknown[]

interface Change {
  kind: 'set' | 'drop' | 'wrap' | 'add' | 'move'
  at: number
  other: number
  value: unknown
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('set', 'set', 'set', 'drop', 'wrap', 'add', 'move'),
  at: fc.nat(),
  other: fc.nat(),
  value: odd,
})

/** One of these JSON values with up to so many members of other types, gone, elsewhere or too many. */
export function changed(values: readonly unknown[], most = 4): fc.Arbitrary<unknown> {
  return fc
    .tuple(fc.constantFrom(...values), fc.array(change, { maxLength: most }))
    .map(([value, changes]) => {
      const root = { value: structuredClone(value) }
      for (const one of changes) apply(root, one)
      return root.value
    })
}

function apply(root: { value: unknown }, { kind, at, other, value: given }: Change): void {
  const value = structuredClone(given)
  const places = placesIn(root)
  const place = places[at % places.length]
  const from = places[other % places.length]
  if (place === undefined || from === undefined) return
  const { holder, name } = place
  const here = Reflect.get(holder, name)
  if (kind === 'drop') Reflect.deleteProperty(holder, name)
  else if (kind === 'wrap') put(holder, name, [here])
  else if (kind === 'move') put(holder, name, structuredClone(Reflect.get(from.holder, from.name)))
  else if (kind === 'set') put(holder, name, value)
  else if (Array.isArray(here)) here.push(value)
  else put(holder, name, [here, value])
}

/** Defined, not assigned: `__proto__` is a name like others. */
function put(holder: Holder, name: string, value: unknown): void {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
}

function placesIn(root: Holder): { holder: Holder; name: string }[] {
  const found: { holder: Holder; name: string }[] = []
  const waiting: Holder[] = [root]
  for (let holder = waiting.pop(); holder && found.length < 2_000; holder = waiting.pop()) {
    for (const [name, inner] of Object.entries(holder)) {
      found.push({ holder, name })
      if (typeof inner === 'object' && inner !== null) waiting.push(inner as Holder)
    }
  }
  return found
}
