import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync } from 'node:fs'
import type { Wrangler } from '../../../src/cli/deploy/ports.ts'
import type { WranglerAnswer } from '../../../src/cli/wrangler.ts'

/** What Cloudflare keeps of an account. */
export interface Recorded {
  login: { loggedIn: boolean; accounts: { id: string; name: string }[] }
  /** Namespaces and databases: their names, by their ids. */
  namespaces: Record<string, string>
  databases: Record<string, string>
  workers: Record<
    string,
    { bindings: Record<string, object>; secrets: Record<string, string>; versions: number }
  >
  /** What is in KV, by namespace. */
  entries: Record<string, Record<string, string>>
  /** A subdomain of workers.dev; null before one is chosen. */
  subdomain: string | null
}

/** One command of wrangler, and what it was given at its standard input. */
export interface Command {
  args: readonly string[]
  stdin?: string
}

export const account = 'a'.repeat(32)

export function freshAccount(): Recorded {
  return {
    login: { loggedIn: true, accounts: [{ id: account, name: "Alice's account" }] },
    namespaces: {},
    databases: {},
    workers: {},
    entries: {},
    subdomain: 'alice',
  }
}

interface Configuration {
  name: string
  account_id: string
  vars: Record<string, string>
  kv_namespaces: { binding: string; id?: string }[]
  d1_databases: { binding: string; database_name: string; database_id?: string }[]
}

const said = (stdout: unknown): WranglerAnswer => ({
  status: 0,
  stdout: typeof stdout === 'string' ? stdout : JSON.stringify(stdout, null, 2),
  stderr: '',
})
const failed = (stderr: string): WranglerAnswer => ({ status: 1, stdout: '', stderr })
const apiFailed = (path: string, text: string, code: number) =>
  failed(`\n✘ [ERROR] A request to the Cloudflare API (${path}) failed.\n\n  ${text} [code: ${code}]\n`)

/**
 * Wrangler 4.155.0 in front of an account: what it prints and what it changes, for the commands that a deploy runs.
 * Where nobody is asked it writes no ids into the configuration.
 */
export function wranglerBefore(cloud: Recorded, commands: Command[]): Wrangler {
  return async (given, { stdin, env } = {}) => {
    const at = given.indexOf('--config')
    const config = at === -1 ? null : (JSON.parse(readFileSync(given[at + 1] ?? '', 'utf8')) as Configuration)
    const args = at === -1 ? given : [...given.slice(0, at), ...given.slice(at + 2)]
    commands.push({ args, ...(stdin !== undefined && { stdin }) })
    if (args[0] === 'whoami')
      return cloud.login.loggedIn ? said(cloud.login) : { ...said({ loggedIn: false }), status: 1 }
    if (config === null) return failed('no configuration')
    return answer(args.join(' '), { cloud, config, args, stdin, env })
  }
}

interface Asked {
  cloud: Recorded
  config: Configuration
  args: readonly string[]
  stdin: string | undefined
  env: Readonly<Record<string, string>> | undefined
}

function answer(line: string, asked: Asked): WranglerAnswer {
  const { cloud, config } = asked
  const worker = cloud.workers[config.name]
  const path = `/accounts/${config.account_id}/workers/scripts/${config.name}`
  if (line === 'kv namespace list')
    return said(
      Object.entries(cloud.namespaces).map(([id, title]) => ({ id, title, supports_url_encoding: true })),
    )
  if (line === 'deploy') return deploy(asked)
  if (line.startsWith('kv ') || line.startsWith('d1 ')) return stores(asked)
  if (worker === undefined) return apiFailed(path, 'This Worker does not exist on your account.', 10007)
  if (line === 'deployments status --json')
    return said({ id: 'd', versions: [{ version_id: `version-${worker.versions}`, percentage: 100 }] })
  if (line === `versions view version-${worker.versions} --json`)
    return said({
      id: `version-${worker.versions}`,
      resources: {
        bindings: [
          ...Object.entries(worker.bindings).map(([name, binding]) => Object.assign({ name }, binding)),
          ...Object.keys(worker.secrets).map((name) => ({ name, type: 'secret_text' })),
        ],
      },
    })
  if (line === 'secret list --format json')
    return said(Object.keys(worker.secrets).map((name) => ({ name, type: 'secret_text' })))
  if (line.startsWith('secret put ')) {
    worker.secrets[asked.args[2] ?? ''] = asked.stdin ?? ''
    worker.versions += 1
    return said(`🌀 Creating the secret for the Worker "${config.name}"\n✨ Success! Uploaded secret`)
  }
  return failed(`Unknown command: ${line}`)
}

function deploy({ cloud, config, env }: Asked): WranglerAnswer {
  const before = cloud.workers[config.name]
  const keys = config.kv_namespaces[0]?.id ?? idIn(before?.bindings['KEYS'], 'namespace_id')
  const title = `${config.name}-keys`
  if (keys === null && Object.values(cloud.namespaces).includes(title))
    return apiFailed(
      '/storage/kv/namespaces',
      'create namespace: A namespace with this account ID and title already exists',
      10014,
    )
  const namespace = keys ?? `kv-${Object.keys(cloud.namespaces).length + 1}`
  cloud.namespaces[namespace] ??= title
  cloud.entries[namespace] ??= {}
  const name = config.d1_databases[0]?.database_name ?? ''
  const known = Object.entries(cloud.databases).find(([, called]) => called === name)?.[0]
  const database =
    config.d1_databases[0]?.database_id ?? known ?? `d1-${Object.keys(cloud.databases).length + 1}`
  cloud.databases[database] ??= name
  const vars = Object.entries(config.vars).map(
    ([name, text]) => [name, { type: 'plain_text', text }] as const,
  )
  cloud.workers[config.name] = {
    secrets: before?.secrets ?? {},
    versions: (before?.versions ?? 0) + 1,
    bindings: {
      ...before?.bindings,
      ...Object.fromEntries(vars),
      KEYS: { type: 'kv_namespace', namespace_id: namespace },
      DB: { type: 'd1', id: database },
      METER: { type: 'durable_object_namespace', class_name: 'Meter', namespace_id: 'do-1' },
    },
  }
  if (cloud.subdomain === null)
    return failed(
      `▲ [WARNING] You need to register a workers.dev subdomain before publishing to workers.dev\n✘ [ERROR] You can either deploy your worker to one or more routes by specifying them in your wrangler.json file, or register a workers.dev subdomain here:\n  https://dash.cloudflare.com/${config.account_id}/workers/onboarding`,
    )
  const targets = [`https://${config.name}.${cloud.subdomain}.workers.dev`, 'schedule: 17 3 * * *']
  appendFileSync(
    env?.['WRANGLER_OUTPUT_FILE_PATH'] ?? '',
    `${JSON.stringify({ type: 'wrangler-session', version: 1 })}\n${JSON.stringify({ type: 'deploy', version: 1, targets })}\n`,
  )
  return said('Uploaded')
}

function stores({ cloud, config, args }: Asked): WranglerAnswer {
  const entries = cloud.entries[config.kv_namespaces[0]?.id ?? '']
  if (entries === undefined) return failed('no namespace')
  if (args.join(' ') === 'kv key list --binding KEYS --remote')
    return said(Object.keys(entries).map((name) => ({ name })))
  if (args.join(' ').startsWith('kv bulk put ')) {
    const pairs = JSON.parse(readFileSync(args[3] ?? '', 'utf8')) as { key: string; value: string }[]
    for (const { key, value } of pairs) entries[key] = value
    return said('Success!')
  }
  if (args[0] === 'd1') return failed('no such table: keys: SQLITE_ERROR')
  return failed(`Unknown command: ${args.join(' ')}`)
}

function idIn(binding: object | undefined, field: string): string | null {
  return binding === undefined ? null : ((binding as Record<string, string>)[field] ?? null)
}

/** The deployed Worker, as far as a first request goes: `gateway` is what the chat comes to. */
export function workerIn(cloud: Recorded, gateway: { status: number; json: unknown }) {
  return async (url: string, init: RequestInit = {}): Promise<Response> => {
    const { hostname, pathname } = new URL(url)
    const worker = cloud.workers[hostname.split('.')[0] ?? '']
    if (worker === undefined)
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') })
    const token = new Headers(init.headers).get('authorization')?.replace('Bearer ', '') ?? ''
    const hash = createHash('sha256').update(token).digest('hex')
    const id = idIn(worker.bindings['KEYS'], 'namespace_id') ?? ''
    const known = Object.values(cloud.entries[id] ?? {}).some((value) => value.includes(hash))
    const missing = worker.bindings['ACCOUNT_ID'] ? [] : ['ACCOUNT_ID']
    if (pathname === '/health')
      return Response.json(
        { ok: missing.length === 0, missing, problems: [] },
        { status: missing.length ? 503 : 200 },
      )
    if (!known) return Response.json({ error: { message: 'Unknown key.' } }, { status: 401 })
    if (pathname === '/v1/models') return Response.json({ data: [{ id: 'gpt-4o-mini' }] })
    if (pathname === '/api/doctor') return Response.json({ ok: true, findings: [], next: null })
    return Response.json(gateway.json, { status: gateway.status })
  }
}
