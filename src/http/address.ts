/** The address that a request comes from, as limits count it. */
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * The nearest address that is not one of our own proxies. Any client can send X-Forwarded-For: it is read from the right, and only
 * as far as trusted proxies wrote it.
 * @param trusted addresses and ranges of proxies
 */
export function clientAddress(socket: string | undefined, forwardedFor: string | undefined, trusted: readonly string[]): string {
  let address = socket ?? ''
  for (const next of (forwardedFor ?? '').split(',').reverse()) {
    if (!isTrusted(address, trusted)) return address
    const before = next.trim()
    if (!ipaddr.isValid(before)) return address
    address = before
  }
  return address
}

/** Whether an address is one of our own proxies, or in one of their ranges. */
export function isTrusted(address: string, trusted: readonly string[]): boolean {
  const parsed = parse(address)
  return parsed !== undefined && trusted.some((range) => matches(parsed, range))
}

function matches(address: Address, range: string): boolean {
  const [network, bits] = range.includes('/') ? ipaddr.parseCIDR(range) : [ipaddr.process(range), undefined]
  if (network.kind() !== address.kind()) return false
  return address.match(network as never, bits ?? (address.kind() === 'ipv4' ? 32 : 128))
}

/** IPv6 by /64, which one household or server has whole; IPv4 written as IPv6 counts as IPv4. */
export function limitKey(address: string): string {
  const parsed = parse(address)
  if (!parsed) return 'unknown'
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${(parsed as ipaddr.IPv6).parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}

export function isThisMachine(address: string): boolean {
  return parse(address)?.range() === 'loopback'
}

function parse(address: string): Address | undefined {
  const [plain = ''] = address.split('%')
  return ipaddr.isValid(plain) ? ipaddr.process(plain) : undefined
}
