/** Integer nano-USD as USD: the number nearest to it. */
export function usdOf(nano: number): number {
  return nano / 1e9
}

/** Epoch milliseconds as an ISO time in UTC. */
export function isoOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
