/** What a token says of itself, before anything is looked up. The token's text is not kept. */
export interface Token {
  /** The id of a token `sk-{id}-{secret}`; null for every other form (an imported one). */
  id: string | null
  /** SHA-256 of the whole token, hex in lower case. */
  digest: string
  /** It looks like a key that a provider hands out, not like one of ours. */
  foreign: boolean
}

/** `[a-z0-9]` words joined by single `-`. */
const idForm = /^[a-z0-9]+(?:-[a-z0-9]+)*$/
const longestId = 48
const secretLength = 40
const secretForm = /^[A-Za-z0-9]{40}$/
const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A text that can be a key's id: its name in KV, in the ledger and in the Meter. */
export function isKeyId(text: string): boolean {
  return text.length <= longestId && idForm.test(text)
}

/** Reads a token's form and digests it. Longer tokens cost more: the caller has a ceiling. */
export async function parseToken(token: string): Promise<Token> {
  return { id: tokenId(token), digest: await sha256Hex(token), foreign: looksLikeProviderKey(token) }
}

function tokenId(token: string): string | null {
  const id = token.slice('sk-'.length, -secretLength - 1)
  const ours =
    token.startsWith('sk-') &&
    token.at(-secretLength - 1) === '-' &&
    secretForm.test(token.slice(-secretLength)) &&
    isKeyId(id)
  return ours ? id : null
}

/** The name in KV of a token of another form than ours; its record needs no hash. */
export function digestName(digest: string): string {
  return `sha256:${digest}`
}

/** The entry that remembers which tokens were ever imported. No key, and nothing that the Worker reads. */
export const importedName = '@imported'

/** SHA-256 of a text's UTF-8, hex in lower case. */
export async function sha256Hex(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)))
  // Every request pays for this, and `toHex` is missing in Node 24 and older browsers.
  let hex = ''
  for (const byte of digest) hex += hexOfByte[byte]
  return hex
}

const encoder = new TextEncoder()
const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/**
 * A new token for this id. `random` gives so many random bytes (`crypto.getRandomValues`). Throws a RangeError for a
 * text that cannot be an id.
 */
export function makeToken(id: string, random: (count: number) => Uint8Array): string {
  if (!isKeyId(id)) throw new RangeError('a key id is [a-z0-9] words joined by -, at most 48 characters')
  let secret = ''
  while (secret.length < secretLength) {
    for (const byte of random(secretLength)) {
      // Bytes from 248 on would make the first eight characters likelier than the others.
      if (byte < 248 && secret.length < secretLength) secret += base62.charAt(byte % 62)
    }
  }
  return `sk-${id}-${secret}`
}

/** How the keys begin that providers hand out, by their own documentation. */
const providerPrefixes = [
  'sk-proj-',
  'sk-svcacct-',
  'sk-admin-',
  'sk-ant-',
  'sk-or-',
  'sk_',
  'AIza',
  'AQ.',
  'ya29.',
  'gsk_',
  'xai-',
  'pplx-',
  'csk-',
  'fw_',
  'hf_',
  'r8_',
  'ABSK',
  'AKIA',
  'ek_',
]
/** `sk-` and letters and digits alone: several providers' plain form. Ours has an id in between. */
const plainForm = /^sk-[A-Za-z0-9]{20,}$/

/** Whether a token looks like a provider's own key: the usual slip when a base URL was changed and the key was not. */
export function looksLikeProviderKey(token: string): boolean {
  if (tokenId(token) !== null) return false
  return plainForm.test(token) || providerPrefixes.some((prefix) => token.startsWith(prefix))
}

/** Compares hex digests without an early exit: `crypto.subtle.timingSafeEqual` exists only in Workers. */
export function sameDigest(one: string, other: string): boolean {
  if (one.length !== other.length) return false
  let difference = 0
  for (let index = 0; index < one.length; index++) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index)
  }
  return difference === 0
}
