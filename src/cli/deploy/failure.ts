import { stripVTControlCharacters } from 'node:util'
import type { WranglerAnswer } from '../wrangler.ts'

/** Fragments of what wrangler says when it fails, and what to do about it. First match wins. */
const advices: readonly (readonly [RegExp, (account: string) => string])[] = [
  [
    /workers\.dev subdomain/i,
    (account) =>
      `This account has no workers.dev subdomain yet, and so the Worker no address. Choose one at https://dash.cloudflare.com/${account}/workers/onboarding`,
  ],
  [
    /CLOUDFLARE_API_TOKEN|not logged in|not authenticated/i,
    () => 'Log in first: npx wrangler login (in CI: set CLOUDFLARE_API_TOKEN)',
  ],
  [
    /\[code: (?:9109|9106|10000|10001|7403)\]|Authentication error|not authorized/i,
    (account) =>
      `This login may not do that in account ${account}. Is it the right one (npx wrangler whoami)? An API token needs Workers Scripts, Workers KV Storage and D1, each with Edit`,
  ],
  [
    /\[code: 10034\]|verify your email/i,
    () => 'Verify the e-mail address of your Cloudflare account: Cloudflare has sent a link to it',
  ],
  [/\[code: 10014\]/i, () => 'The KV namespace was made by somebody else at this very moment'],
  [
    /\[code: 10072\]|cron triggers/i,
    () =>
      'This account has no cron trigger left (the free plan has 5). Remove one of another Worker in the dashboard',
  ],
  [
    /\[code: 7406\]|maximum number of databases/i,
    () => 'This account has no D1 database left on its plan. Delete one that you do not need',
  ],
  [
    /Unable to resolve Cloudflare|fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT/,
    () => 'Cloudflare could not be reached. Check the network (and a proxy, if you have one)',
  ],
]

/**
 * What to tell a person whose wrangler failed. Every step finds what earlier runs did, so the way on is always to run
 * the command again.
 */
export function describeFailure(doing: string, answer: WranglerAnswer, account: string): string {
  const said = stripVTControlCharacters(`${answer.stdout}${answer.stderr}`).trim()
  const advice = advices.find(([pattern]) => pattern.test(said))?.[1](account)
  const next = advice === undefined ? '' : `${advice}, then run npm run deploy again: it goes on.\n\n`
  return `${doing} failed.\n${next}wrangler said:\n${said}`
}
