/**
 * The name of the Meter that keeps a key's account: the wallet's, if it has one, else its own. A key's id has no
 * slash, so no key is a wallet's namesake.
 */
export function meterNameOf({ id, wallet }: { id: string; wallet: string | null }): string {
  return wallet === null ? id : `wallet/${wallet}`
}
