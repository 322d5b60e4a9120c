import { readFileSync } from 'node:fs'
import type { Answer } from '../../src/usage/read.ts'
import type { KnownAnswer } from './answers/known-answer.ts'

const contentTypes: Record<string, string> = {
  sse: 'text/event-stream; charset=utf-8',
  ndjson: 'application/x-ndjson',
  json: 'application/json',
}

/** The text of a recorded answer. */
export function recordedText({ dialect, name }: KnownAnswer): string {
  return readFileSync(`${import.meta.dirname}/../fixtures/answers/${dialect}/${name}`, 'utf8')
}

/** The content type that a recorded answer came with, by its extension. */
export function contentTypeOf(name: string): string | null {
  return contentTypes[name.slice(name.lastIndexOf('.') + 1)] ?? null
}

/** What the tap keeps of an answer: all of it if it fits, else only its first and last bytes. */
export function kept(
  body: string | Uint8Array,
  contentType: string | null,
  { head = 32_768, tail = 65_536 } = {},
): Answer {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const skipped = Math.max(0, bytes.length - head - tail)
  const border = Math.min(head, bytes.length)
  return { contentType, head: bytes.slice(0, border), tail: bytes.slice(border + skipped), skipped }
}

/** Where so many bytes can be cut: at each of them. */
export function cuts(length: number): number[] {
  return Array.from({ length: length + 1 }, (_, index) => index)
}
