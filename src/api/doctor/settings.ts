import type { ReadSettings } from '../../settings.ts'
import type { Finding } from './finding.ts'

/** How to add what is missing; what is not listed is a binding of `wrangler.toml`. */
const remedies: Readonly<Record<string, string>> = {
  ACCOUNT_ID:
    'Set it to the id of the account that owns the gateway, in the dashboard (the Worker > Settings > Variables).',
}
const binding = 'Run `npm run deploy`: wrangler.toml binds it.'

const tokenless: Finding = {
  level: 'note',
  what: 'CF_AIG_TOKEN is not set: requests go to the gateway without authentication.',
  fix: 'Turn on Authenticated Gateway in its settings, and set the secret to a token with the permission "AI Gateway: Run".',
}
const hiding: Finding = {
  level: 'note',
  what: 'Hiding the usage chunk of a stream, like translation, takes some 100 ms of CPU for 1,000 chunks; the free plan allows 10 ms a request.',
  fix: 'On the free plan set USAGE_CHUNK to show, and avoid long translated streams.',
}

const queued: Finding = {
  level: 'note',
  what: 'USAGE_QUEUE is bound: each batch of rows goes to this queue too.',
  fix: 'Give the queue a consumer: on the free plan a message that is not read is gone after a day.',
}

/** Settings and bindings: what is missing, what is wrong, what is worth knowing. */
export function examineSettings({ settings, usageQueue, missing, problems }: ReadSettings): {
  findings: Finding[]
} {
  const findings: Finding[] = [
    ...missing.map((name): Finding => ({
      level: 'error',
      what: `${name} is missing.`,
      fix: remedies[name] ?? binding,
    })),
    ...problems.map((what): Finding => ({
      level: 'error',
      what,
      fix: 'Correct it in the dashboard (the Worker > Settings > Variables).',
    })),
  ]
  if (settings.gatewayToken === null) findings.push(tokenless)
  if (settings.usageChunk === 'hide') findings.push(hiding)
  if (usageQueue !== null) findings.push(queued)
  return { findings }
}
