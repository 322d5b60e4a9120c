import * as z from 'zod'
import { jsonSaid } from '../json-said.ts'
import type { WranglerAnswer } from '../wrangler.ts'
import { describeFailure } from './failure.ts'
import type { DeployPorts, Person, Step } from './ports.ts'

/** A Cloudflare account. The name is null where the login may not see it. */
export interface Account {
  id: string
  name: string | null
}

const login = z.object({
  loggedIn: z.boolean(),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })).default([]),
})

const notLoggedIn =
  'You are not logged in to Cloudflare. Run npx wrangler login (in CI: set CLOUDFLARE_API_TOKEN), then npm run deploy again.'

/** Who is logged in, and the account to deploy to. `before` is the account of this folder's last deploy. */
export async function chooseAccount(ports: DeployPorts, before: string | null): Promise<Step<Account>> {
  const answer = await ports.wrangler(['whoami', '--json'])
  const read = login.safeParse(readJson(answer))
  if (!read.success) return refused(describeFailure('Asking Cloudflare who you are', answer, before ?? ''))
  if (!read.data.loggedIn) return refused(notLoggedIn)
  const { accounts } = read.data
  const wanted = ports.env['CLOUDFLARE_ACCOUNT_ID']?.trim() || null
  if (before !== null && wanted !== null && wanted !== before)
    return refused(
      `CLOUDFLARE_ACCOUNT_ID is ${wanted}, but the Tollgate of this folder runs in account ${before}. Unset it to upgrade that one; for a second Tollgate use a second clone.`,
    )
  const fixed = wanted ?? before
  if (fixed === null) return oneOf(accounts, ports.person)
  const account = accounts.find(({ id }) => id === fixed)
  if (account) return { ok: true, value: account }
  // An API token without leave to list accounts may still work in one.
  if (accounts.length === 0) return { ok: true, value: { id: fixed, name: null } }
  return refused(
    `This login has no account ${fixed}${wanted === null ? ', where the Tollgate of this folder runs' : ' (CLOUDFLARE_ACCOUNT_ID)'}. It has:\n${listOf(accounts)}\nLog in as somebody who has it (npx wrangler login), or correct CLOUDFLARE_ACCOUNT_ID.`,
  )
}

async function oneOf(accounts: readonly Account[], person: Person | null): Promise<Step<Account>> {
  const [first, ...others] = accounts
  if (first === undefined)
    return refused('This login shows no account. Set CLOUDFLARE_ACCOUNT_ID to the one to deploy to.')
  if (others.length === 0) return { ok: true, value: first }
  if (person === null)
    return refused(
      `This login has several accounts. Set CLOUDFLARE_ACCOUNT_ID to one of them:\n${listOf(accounts)}`,
    )
  const typed = await person.ask(
    `This login has several accounts:\n${listOf(accounts)}\nWhich one? Its number or id: `,
  )
  const chosen = accounts.find(({ id }, index) => typed === id || typed === String(index + 1))
  return chosen ? { ok: true, value: chosen } : refused(`There is no account ${typed} in that list.`)
}

function listOf(accounts: readonly Account[]): string {
  return accounts.map(({ id, name }, index) => `  ${index + 1}  ${id}  ${name}`).join('\n')
}

function readJson({ stdout }: WranglerAnswer): unknown {
  try {
    return jsonSaid(stdout)
  } catch {
    return null
  }
}

function refused(message: string): { ok: false; message: string } {
  return { ok: false, message }
}
