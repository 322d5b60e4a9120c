import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Texts that can be nowhere by chance, and the places where one may be found all the same. */
export type Canaries = Readonly<Record<string, string>>

/** The names of those canaries that some bytes carry: as they are, percent-encoded, in hex, or in base64. */
export function foundIn(bytes: Uint8Array | string, canaries: Canaries): string[] {
  const text = Buffer.from(bytes).toString('latin1')
  return Object.entries(canaries)
    .filter(([, canary]) => disguises(canary).some((disguise) => text.includes(disguise)))
    .map(([name]) => name)
}

function disguises(canary: string): string[] {
  const bytes = Buffer.from(canary)
  const encoded = [0, 1, 2].flatMap((before) => {
    const core = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
    // The first and the last letters depend on what stands beside it.
    const inner = core.slice(before === 0 ? 0 : 4, -4)
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const percent = encodeURIComponent(canary)
  return [canary, canary.toLowerCase(), percent, percent.toLowerCase(), bytes.toString('hex'), ...encoded]
}

/** Every file below a folder that carries one, with what it carries. */
export async function foundBelow(folder: string, canaries: Canaries): Promise<Record<string, string[]>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const found = await Promise.all(
    files.map(async (file) => [file.slice(folder.length), foundIn(await readFile(file), canaries)] as const),
  )
  return Object.fromEntries(found.filter(([, names]) => names.length > 0))
}
