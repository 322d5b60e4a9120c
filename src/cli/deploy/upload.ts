import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as z from 'zod'
import { describeFailure } from './failure.ts'
import type { Step, Wrangler } from './ports.ts'

const event = z.object({ type: z.literal('deploy'), targets: z.array(z.string()).nullish() })

/** Uploads the Worker and makes what it is bound to. Gives its address, without a slash at the end. */
export async function upload(wrangler: Wrangler, account: string): Promise<Step<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'tollgate-deploy-'))
  try {
    const file = join(folder, 'events.ndjson')
    const answer = await wrangler(['deploy'], { env: { WRANGLER_OUTPUT_FILE_PATH: file } })
    if (answer.status !== 0) return { ok: false, message: describeFailure('Deploying', answer, account) }
    const url = addressIn(await readFile(file, 'utf8'))
    if (url === null)
      return {
        ok: false,
        message: `The Worker is deployed but has no address: workers.dev is switched off for it, and it has no custom domain. Switch one on in the dashboard (Workers & Pages, the Worker, Settings, Domains & Routes), then run npm run deploy again.`,
      }
    return { ok: true, value: url }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A custom domain if there is one, for people were told of that; else workers.dev. */
function addressIn(events: string): string | null {
  const targets = events
    .split('\n')
    .filter((line) => line.trim() !== '')
    .flatMap((line) => {
      const read = event.safeParse(JSON.parse(line))
      return read.success ? (read.data.targets ?? []) : []
    })
  const domain = targets.map((target) => /^(\S+) \(custom domain/.exec(target)?.[1]).find(Boolean)
  const address =
    domain === undefined ? targets.find((target) => target.startsWith('https://')) : `https://${domain}`
  return address?.replace(/\/$/, '') ?? null
}
