/** What the form asks of a key, as it was typed. Empty is not said. */
export interface Wishes {
  name: string
  usd: string
  per: string
  wallet: string
  expires: string
  rpm: string
  tpm: string
  parallel: string
  /** `name=value`, with commas between. */
  tags: string
  /** One a line. */
  models: string
  scopes: readonly string[]
}

/** The value of a key's entry as JSON, spaced for reading. What is wrong in it is for `parseRecord` to say. */
export function draftEntry(wishes: Wishes, hash: string): string {
  const { name, usd, per, wallet, expires, scopes } = wishes
  const entry = {
    hash,
    name: given(name),
    expires: given(expires),
    models: listOf(wishes.models, /[\n,]/),
    budget: usd.trim() === '' ? undefined : { usd: numberOf(usd), per },
    wallet: given(wallet),
    limits: limitsOf(wishes),
    tags: tagsOf(wishes.tags),
    // Inference alone is what a key has that does not say.
    scopes: scopes.length === 1 && scopes[0] === 'inference' ? undefined : scopes,
  }
  return JSON.stringify(entry, null, 2)
}

function given(text: string): string | undefined {
  return text.trim() || undefined
}

function listOf(text: string, between: RegExp): string[] | undefined {
  const items = text
    .split(between)
    .map((item) => item.trim())
    .filter((item) => item !== '')
  return items.length === 0 ? undefined : items
}

/** What is no number stays a text, so that it is refused and not rounded into something else. */
function numberOf(text: string): number | string {
  const trimmed = text.trim()
  return /^\d+(?:\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed
}

function limitsOf({ rpm, tpm, parallel }: Wishes): object | undefined {
  const typed = Object.entries({ rpm, tpm, parallel }).filter(([, text]) => text.trim() !== '')
  return typed.length === 0
    ? undefined
    : Object.fromEntries(typed.map(([name, text]) => [name, numberOf(text)]))
}

/** A tag without `=` has the value '', which is refused by its name. */
function tagsOf(text: string): Record<string, string> | undefined {
  const pairs = listOf(text, /,/)?.map((pair) => pair.split(/=(.*)/s))
  return pairs && Object.fromEntries(pairs.map(([name = '', value = '']) => [name.trim(), value.trim()]))
}
