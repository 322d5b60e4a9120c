import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readTracked } from '../../../src/cli/deploy/configuration.ts'
import { deployFlags } from '../../../src/cli/deploy/flags.ts'
import type { DeployPorts, Wrangler } from '../../../src/cli/deploy/ports.ts'
import { deployTollgate } from '../../../src/cli/deploy/run.ts'
import { typedAs } from '../memory-stores.ts'
import { type Command, freshAccount, type Recorded, workerIn, wranglerBefore } from './recorded-cloudflare.ts'

export const url = 'https://tollgate.alice.workers.dev'
export const token = (id: string) => `sk-${id}-${'0123456789'.repeat(4)}`
const answered = { status: 200, json: { model: 'gpt-4o-mini', choices: [{}] } }
const folders: string[] = []

/** Loads what reads `wrangler.toml`, which takes longer than a test may. */
export async function loadWrangler(): Promise<void> {
  await readTracked('.')
}

/** Removes the folders of a file's tests. */
export function removeClones(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
}

/** A folder with the project's own `wrangler.toml`. */
export function clone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-clone-'))
  folders.push(folder)
  copyFileSync('wrangler.toml', join(folder, 'wrangler.toml'))
  return folder
}

interface Given {
  folder?: string
  cloud?: Recorded
  env?: Record<string, string>
  /** What the person types, question by question; not given: the defaults and a token. Null: nobody is there. */
  types?: string[] | null
  args?: string[]
  gateway?: { status: number; json: unknown }
  fetch?: DeployPorts['fetch']
  /** Something around wrangler. */
  around?: (wrangler: Wrangler) => Wrangler
}

/** One run of `npm run deploy` before a recorded account. */
export async function deploy(given: Given = {}) {
  const { folder = clone(), cloud = freshAccount(), env = {}, types, args = [] } = given
  const commands: Command[] = []
  const asked: string[] = []
  const said: string[] = []
  const slept: number[] = []
  const answers = [...(types ?? [])]
  const ask = async (question: string) => {
    asked.push(question)
    if (types === undefined) return question.startsWith('API token') ? 'cf-token' : ''
    return answers.shift() ?? ''
  }
  const wrangler = wranglerBefore(cloud, commands)
  const ports: DeployPorts = {
    wrangler: given.around?.(wrangler) ?? wrangler,
    person: types === null ? null : { ask, askSecret: ask },
    env,
    folder,
    say: (text) => said.push(text),
    fetch: given.fetch ?? workerIn(cloud, given.gateway ?? answered),
    sleep: async (ms) => void slept.push(ms),
    random: (count) => Uint8Array.from({ length: count }, (_, index) => index % 10),
    now: () => Date.parse('2026-11-22T12:00:00Z'),
  }
  const done = await deployTollgate(typedAs(deployFlags, ...args), ports)
  return { done, commands, asked, said: said.join('\n'), slept, folder, cloud }
}

export const lines = (commands: readonly Command[]) => commands.map(({ args }) => args.join(' '))
export const copyIn = (folder: string) =>
  JSON.parse(readFileSync(join(folder, '.wrangler/deployed/wrangler.json'), 'utf8')) as Record<
    string,
    unknown
  >
