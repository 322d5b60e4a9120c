import data from './catalogue.json' with { type: 'json' }
import { type Entry, mayBeFor, readEntry } from './entry-line.ts'
import { fits, longestName, withDashedDates } from './model-name.ts'

/** An entry, and what a row says of it: the data set, the provider in it, the model, and the day of the data. */
export interface Found {
  entry: Entry
  priceId: string
}

/** All that is known of one provider of the data set: its lines, and those of them that have been read. */
interface Shelf {
  lines: readonly string[]
  read: (Entry | undefined)[]
  fallbacks: readonly string[]
}

const shelves = new Map<string, Shelf>(
  Object.entries(data.providers).map(([provider, { models, fallbacks }]) => [
    provider,
    { lines: models, read: [], fallbacks },
  ]),
)

const known = new Map<string, Found | null>()
const mostKnown = 500

/** The first entry of a provider that a model's name fits: by name, then by the data set's rules, in its order. */
export function findEntry(provider: string, model: string): Found | null {
  const name = model.toLowerCase().trim()
  if (name === '' || name.length > longestName) return null
  const asked = `${provider} ${name}`
  let found = known.get(asked)
  if (found === undefined) {
    found = lookUp(provider, name) ?? lookUp(provider, withDashedDates(name))
    // Names are chosen by clients: what is remembered must not grow with them.
    if (known.size >= mostKnown) known.clear()
    known.set(asked, found)
  }
  return found
}

/** The ids of a provider's models, in the data set's order. */
export function modelIds(provider: string): readonly string[] {
  const lines = shelves.get(provider)?.lines ?? []
  return lines.map((line) => line.slice(0, line.indexOf(';')))
}

function lookUp(provider: string, name: string): Found | null {
  const shelf = shelves.get(provider)
  if (!shelf) return null
  const entries = shelf.lines.flatMap((line, at) => (mayBeFor(line, name) ? entryAt(shelf, at, line) : []))
  const entry =
    entries.find(({ names }) => names.includes(name)) ?? entries.find((ruled) => isFor(ruled, name))
  if (entry) return { entry, priceId: `${data.source}/${provider}/${entry.id}@${data.date}` }
  for (const other of shelf.fallbacks) {
    const found = lookUp(other, name)
    if (found) return found
  }
  return null
}

function isFor({ id, rules }: Entry, name: string): boolean {
  return rules.some(({ kind, text }) => fits(kind, text, name, id))
}

/** Read when first looked at: there are many, and an isolate mostly serves a few models. */
function entryAt({ read }: Shelf, at: number, line: string): Entry {
  return (read[at] ??= readEntry(line))
}
