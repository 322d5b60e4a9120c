/** The lowest UUIDv7 of a moment in epoch ms: https://www.rfc-editor.org/rfc/rfc9562#section-5.7 */
export function firstIdAt(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

/** The moment of a UUIDv7, in epoch ms. */
export function momentOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
