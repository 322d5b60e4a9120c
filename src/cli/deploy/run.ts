import type { Done } from '../command.ts'
import type { Typed } from '../flags.ts'
import { remoteEntries, remoteLedger } from '../remote-stores.ts'
import { describeFailure } from './failure.ts'
import { makeFirstKeys } from './first-keys.ts'
import { idsOf, whatIsThere } from './found.ts'
import { writeDeployNote } from './note.ts'
import type { DeployPorts } from './ports.ts'
import { describeKeys, describeNext } from './report.ts'
import { chooseSettings } from './settings.ts'
import { smoke } from './smoke.ts'
import { keysTitle, type Settings } from './standing.ts'
import { chooseTarget } from './target.ts'
import { upload } from './upload.ts'

/** What the first request after a deploy asks for. */
const defaultModel = 'gpt-4o-mini'

/**
 * Deploys, or upgrades in place. Each step first looks at what is there, so that a run which was stopped is finished by
 * the next one and nothing is made twice. Throws what cannot be read of wrangler's answers.
 */
export async function deployTollgate(typed: Typed, ports: DeployPorts): Promise<Done> {
  const { folder, say } = ports
  const target = await chooseTarget(typed, ports)
  if (!target.ok) return target
  const { account, name, tracked, wrangler, write } = target.value
  const found = await whatIsThere(target.value, ports.env)
  if (!found.ok) return found
  const { isNew, ids: known, settings } = found.value
  if (isNew && known.keys !== null)
    say(`Going on with the KV namespace ${keysTitle(name)}, which is there already.`)

  const there: Settings = new Map([
    ...Object.keys(tracked.vars ?? {}).map((variable) => [variable, 'variable'] as const),
    ...settings,
  ])
  const set = await chooseSettings(ports, account, there)
  if (!set.ok) return set
  await write(known, set.value.vars)
  say(isNew ? 'Deploying for the first time …' : 'Upgrading in place …')
  const uploaded = await upload(wrangler, account)
  if (!uploaded.ok) return uploaded
  const url = uploaded.value
  await writeDeployNote(folder, { url, name, account })

  for (const [secret, value] of Object.entries(set.value.secrets)) {
    const put = await wrangler(['secret', 'put', secret], { stdin: value })
    if (put.status !== 0) return no(describeFailure(`Storing the secret ${secret}`, put, account))
  }
  const ids = await idsOf(target.value)
  if (!ids.ok) return ids
  await write(ids.value, {})

  const stores = { entries: remoteEntries(wrangler), ledger: remoteLedger(wrangler) }
  const keys = makesKeys(typed, ports) ? await makeFirstKeys(stores, ports) : null
  // At once: they cannot be shown a second time, and what follows may fail.
  if (keys !== null) say(describeKeys(keys))
  say('Asking the Worker …')
  const model = typed.one('model') ?? defaultModel
  const asked = await smoke(url, keys, model, ports)
  say(asked.lines.map((line) => `  ${line}`).join('\n'))
  return {
    ok: true,
    says: describeNext({ url, name, keys, model, absent: set.value.absent, works: asked.works }),
    exitCode: asked.works ? 0 : 1,
  }
}

/** A log of CI is no place for tokens. */
function makesKeys(typed: Typed, { env }: DeployPorts): boolean {
  return typed.one('keys') !== undefined || !env['CI']
}

function no(message: string): { ok: false; message: string } {
  return { ok: false, message }
}
