const nanoPerUsd = 1_000_000_000n
const decimal = /^(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * An amount in USD, as a JSON number, in integer nano-USD; half a nano-USD rounds up, and so does whatever is above 0
 * and less: 0 is free. Worked out from the number's shortest decimal text, which is what the provider wrote: 0.07 is
 * 70,000,000 and no float's 70,000,000.00000001.
 * Undefined for what is no amount: not a number, not finite, negative, or too large to be a safe integer.
 */
export function nanoUsd(value: unknown): number | undefined {
  return typeof value === 'number' ? nanoUsdOf(String(value), nanoPerUsd) : undefined
}

/** A decimal text of some unit in integer nano-USD, one unit being worth `nanoPerUnit`. Undefined as above. */
export function nanoUsdOf(amount: string, nanoPerUnit: bigint): number | undefined {
  const [, whole = '', fraction = '', exponent = '0'] = decimal.exec(amount.trim()) ?? []
  if (whole === '') return undefined
  const places = fraction.length - Number(exponent)
  const digits = BigInt(whole + fraction) * nanoPerUnit
  return safe(places <= 0 ? digits * 10n ** BigInt(-places) : divided(digits, 10n ** BigInt(places)))
}

/** A whole number of some unit in integer nano-USD, `unitsPerNano` of them making one. Undefined as above. */
export function nanoUsdOfTicks(ticks: unknown, unitsPerNano: bigint): number | undefined {
  if (typeof ticks !== 'number' || !Number.isSafeInteger(ticks) || ticks < 0) return undefined
  return safe(divided(BigInt(ticks), unitsPerNano))
}

function divided(dividend: bigint, divisor: bigint): bigint {
  const nearest = (dividend * 2n + divisor) / (divisor * 2n)
  return nearest === 0n && dividend > 0n ? 1n : nearest
}

function safe(nano: bigint): number | undefined {
  return nano <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(nano) : undefined
}
