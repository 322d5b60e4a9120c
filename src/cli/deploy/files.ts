import { join } from 'node:path'

/** Where the configuration is that the last deploy went by. Commands with `--remote` go by it too. */
export function copyFile(folder: string): string {
  return join(folder, '.wrangler/deployed/wrangler.json')
}

/** Where that of a dry run is: it must not take the place of one that was deployed. */
export function dryCopyFile(folder: string): string {
  return join(folder, '.wrangler/deploy-dry-run/wrangler.json')
}

/** Where the last deploy left its address. */
export function noteFile(folder: string): string {
  return join(folder, '.wrangler/deployed.json')
}
