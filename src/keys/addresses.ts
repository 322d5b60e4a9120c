import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/** A network, or one address as a network of its full length. */
export interface AddressRange {
  network: Address
  /** Leading bits that count: 0 to 32, or 0 to 128. */
  bits: number
}

/** Reads `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`; null for anything else. */
export function parseRange(text: string): AddressRange | null {
  const [written = '', bitsWritten, ...rest] = text.split('/')
  const network = parseAddress(written)
  if (network === null || rest.length > 0) return null
  // An IPv4 address that was written as IPv6 has lost the 96 bits in front of it.
  const lost = written.includes(':') && network.kind() === 'ipv4' ? 96 : 0
  const width = network.kind() === 'ipv4' ? 32 : 128
  if (bitsWritten === undefined) return { network, bits: width }
  if (!/^\d{1,3}$/.test(bitsWritten)) return null
  const bits = Number(bitsWritten) - lost
  return bits >= 0 && bits <= width ? { network, bits } : null
}

/** Whether the list, if there is one, has this address. An IPv4-mapped IPv6 address is its IPv4 address. */
export function allowsAddress(ranges: readonly AddressRange[] | null, address: string | null): boolean {
  if (ranges === null) return true
  const parsed = address === null ? null : parseAddress(address)
  if (parsed === null) return false
  return ranges.some(({ network, bits }) => network.kind() === parsed.kind() && parsed.match(network, bits))
}

/**
 * The name under which wrong guesses are counted. One subscriber of IPv6 holds a whole /64, so that is what counts
 * (RFC 6177).
 */
export function guessBucket(address: string | null): string {
  const parsed = address === null ? null : parseAddress(address)
  if (parsed === null) return 'unknown'
  if (parsed instanceof ipaddr.IPv4) return parsed.toString()
  return `${parsed.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}

/** Four decimal parts or IPv6: `010.0.0.1` and `1.2` would be read as something that nobody meant. */
function parseAddress(text: string): Address | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text)
  if (!ipaddr.IPv6.isValid(text) || text.includes('%')) return null
  return ipaddr.process(text)
}
