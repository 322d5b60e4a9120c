import type { FirstKeys } from './first-keys.ts'

/** The first keys, shown once. */
export function describeKeys({ operator, inference }: FirstKeys): string {
  return `
Two keys. They are shown only now, KV has no more than their SHA-256:

  ${operator.id} (all of /api/*, no requests)  ${operator.token}
  ${inference.id} (requests)                       ${inference.token}
`
}

export interface Deployed {
  url: string
  name: string
  /** Null where none were made. */
  keys: FirstKeys | null
  /** What the first request asked for. */
  model: string
  /** Settings that the Worker does without. */
  absent: readonly string[]
  /** It answered as it should. */
  works: boolean
}

/** What a person does next. */
export function describeNext({ url, name, keys, model, absent, works }: Deployed): string {
  const missing = absent.map(
    (setting) =>
      `${setting} is not set. Unless your gateway is open to everybody: npx wrangler secret put ${setting} --name ${name}`,
  )
  const steps =
    keys === null
      ? [
          'No keys were made: there are some already, or this is CI. Another one: npm run key -- create alice --remote',
          'An operator key, for /api/doctor and all usage: npm run key -- create operator-2 --scopes operator --remote',
          'A token that nobody kept: npm run key -- rotate ID --remote',
        ]
      : [
          `Try it: curl ${url}/v1/chat/completions -H 'authorization: Bearer ${keys.inference.token}' -H 'content-type: application/json' -d '{"model":"${model}","messages":[{"role":"user","content":"hello"}]}'`,
          'More keys, with a budget: npm run key -- create alice --budget 20/month --remote',
          `What is wrong, if anything: curl ${url}/api/doctor -H 'authorization: Bearer ${keys.operator.token}'`,
        ]
  return [
    '',
    works
      ? `Tollgate runs at ${url}`
      : `Tollgate is deployed at ${url}, but does not answer as it should (see above).`,
    '',
    `  base URL for OpenAI clients                ${url}/v1`,
    `  base URL for Anthropic and Gemini clients  ${url}`,
    `  home page, dashboard                       ${url}/  ${url}/dashboard`,
    '',
    ...[...missing, ...steps, 'Upgrade: git pull && npm ci && npm run deploy'].map((step) => `- ${step}`),
  ].join('\n')
}
