const nanoPerUsd = 1_000_000_000n

/** Integer nano-USD as USD, exactly, with at least two decimals: `1,234.5678`. */
export function usdText(nano: bigint): string {
  const size = nano < 0n ? -nano : nano
  const fraction = (size % nanoPerUsd)
    .toString()
    .padStart(9, '0')
    .replace(/0{1,7}$/, '')
  return `${nano < 0n ? '-' : ''}${(size / nanoPerUsd).toLocaleString('en-US')}.${fraction}`
}
