import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { updatePrices, waitForUpdate } from '@pydantic/genai-prices'
import * as z from 'zod'
import { providers } from '../providers/index.ts'
import { catalogueText } from './price-catalogue.ts'

/** The days on which versions of the data were published, by the registry: the package itself does not say. */
const published: Readonly<Record<string, string>> = { '0.1.8': '2026-09-23' }

/** The catalogue as the installed package makes it. Throws rather than to leave anything out in silence. */
export async function builtCatalogue(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices')
  const manifest: unknown = JSON.parse(await readFile(join(dirname(entry), '../package.json'), 'utf8'))
  const { version } = z.object({ version: z.string() }).parse(manifest)
  const date = published[version]
  if (date === undefined)
    throw new Error(`add the day on which ${version} was published to src/cli/price-package.ts`)
  // Without a source to update from, what is current is what the package was built with.
  updatePrices(() => {})
  const named = new Set(providers.flatMap(({ prices }) => prices?.from ?? []))
  return catalogueText(await waitForUpdate(), named, { version, date })
}
