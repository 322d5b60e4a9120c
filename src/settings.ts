import { nearest } from './refusal/nearest.ts'
import { queueProblems, usageQueueOf } from './usage-queue.ts'
import type { UsageQueue } from './usage-queue.ts'

/** Where the gateway is. */
export interface GatewaySettings {
  account: string
  gateway: string
  /** Without a slash at its end. */
  url: string
}

/** Variables and secrets of the Worker, read once. */
export interface Settings {
  /** Null while something that every request needs is missing or wrong. */
  upstream: GatewaySettings | null
  /** `CF_AIG_TOKEN`; null for a gateway without authentication. */
  gatewayToken: string | null
  /** The secret `{SLUG}_API_KEY`, where the provider's key is not stored in the gateway. */
  providerKey(slug: string): string | null
  /** For keys that do not say. */
  usageChunk: 'hide' | 'show'
  /** Null keeps rows for ever. */
  retentionDays: number | null
}

export interface ReadSettings {
  settings: Settings
  /** `USAGE_QUEUE`; null where none is bound. */
  usageQueue: UsageQueue | null
  /** Names of settings and bindings that must be there and are not. */
  missing: string[]
  /** What is wrong with others, a sentence each; never their values. */
  problems: string[]
}

const defaultGatewayUrl = 'https://gateway.ai.cloudflare.com/v1'
const bindings = ['KEYS', 'DB', 'METER'] as const
const usageChunks = ['hide', 'show'] as const

/** Reads the Worker's settings. What is wrong is named, and what depends on it stands as null or at its safe default. */
export function readSettings(env: Record<string, unknown>): ReadSettings {
  const missing: string[] = bindings.filter((name) => env[name] === undefined || env[name] === null)
  const problems: string[] = queueProblems(env)

  const account = readText(env, 'ACCOUNT_ID')
  if (account === null) missing.unshift('ACCOUNT_ID')
  const gateway = readText(env, 'GATEWAY_ID') ?? 'default'
  for (const [name, id] of [
    ['ACCOUNT_ID', account],
    ['GATEWAY_ID', gateway],
  ] as const) {
    if (id !== null && !isPathSafe(id)) problems.push(`${name} must be letters, digits, - and _ only.`)
  }
  const url = parseGatewayUrl(readText(env, 'GATEWAY_URL') ?? defaultGatewayUrl)
  if (url === null)
    problems.push('GATEWAY_URL must be an http or https address without user, query and fragment.')
  const usable = account !== null && url !== null && isPathSafe(account) && isPathSafe(gateway)

  const gatewayToken = readText(env, 'CF_AIG_TOKEN')
  if (gatewayToken !== null && !isHeaderSafe(gatewayToken))
    problems.push('CF_AIG_TOKEN has a blank or another character that a token cannot have.')

  return {
    settings: {
      upstream: usable ? { account, gateway, url } : null,
      gatewayToken: gatewayToken !== null && isHeaderSafe(gatewayToken) ? gatewayToken : null,
      providerKey: (slug) => readProviderKey(env, slug),
      usageChunk: readUsageChunk(env, problems),
      retentionDays: readRetentionDays(env, problems),
    },
    usageQueue: usageQueueOf(env),
    missing,
    problems,
  }
}

/** The name of the secret that holds a provider's key. */
export function providerKeyName(slug: string): string {
  return `${slug.toUpperCase().replaceAll('-', '_')}_API_KEY`
}

function readProviderKey(env: Record<string, unknown>, slug: string): string | null {
  const key = readText(env, providerKeyName(slug))
  return key !== null && isHeaderSafe(key) ? key : null
}

/** Pasted secrets bring blank space and line breaks with them. Empty is as good as absent. */
function readText(env: Record<string, unknown>, name: string): string | null {
  const value = env[name]
  // `wrangler.toml` may have a number where a text is meant.
  if (typeof value !== 'string' && typeof value !== 'number') return null
  return String(value).trim() || null
}

function isPathSafe(id: string): boolean {
  return /^[\w-]+$/.test(id)
}

function isHeaderSafe(secret: string): boolean {
  return /^[!-~]+$/.test(secret)
}

function parseGatewayUrl(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, username, password, search, hash, origin, pathname } = new URL(text)
  if (protocol !== 'https:' && protocol !== 'http:') return null
  if (username !== '' || password !== '' || search !== '' || hash !== '') return null
  return `${origin}${pathname}`.replace(/\/+$/, '')
}

function readUsageChunk(env: Record<string, unknown>, problems: string[]): 'hide' | 'show' {
  const written = readText(env, 'USAGE_CHUNK')
  const known = usageChunks.find((choice) => choice === written)
  if (written === null || known !== undefined) return known ?? 'hide'
  const near = nearest(written, usageChunks)
  problems.push(
    `USAGE_CHUNK must be "hide" or "show"${near === null ? '' : ` (did you mean "${near}"?)`}; "hide" holds until then.`,
  )
  return 'hide'
}

function readRetentionDays(env: Record<string, unknown>, problems: string[]): number | null {
  if (env['RETENTION_DAYS'] === undefined) return 90
  const written = readText(env, 'RETENTION_DAYS')
  if (written === null) return null
  if (/^[1-9]\d{0,4}$/.test(written)) return Number(written)
  // Rows that were pruned by mistake do not come back.
  problems.push(
    'RETENTION_DAYS must be a whole number above 0, or empty to keep rows for ever; nothing is pruned until then.',
  )
  return null
}
