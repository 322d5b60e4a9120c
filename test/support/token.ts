import { createHash } from 'node:crypto'

/** A token for the key `id`, and a record that it opens. */
export function makeKey(id: string, more: object = {}): { token: string; record: object } {
  const token = `sk-${id}-${'k'.repeat(40)}`
  return { token, record: { hash: createHash('sha256').update(token).digest('hex'), ...more } }
}
