import type { Flags } from '../flags.ts'

export const deployFlags: Flags = {
  'dry-run': { says: 'build and show; deploy nothing, ask Cloudflare nothing' },
  name: { takes: 'NAME', says: 'name of the Worker; the one in wrangler.toml if not given' },
  yes: {
    says: 'ask nothing: CLOUDFLARE_ACCOUNT_ID, ACCOUNT_ID, GATEWAY_ID, CF_AIG_TOKEN come from the environment',
  },
  keys: { says: 'make the first keys in CI too, whose log then shows them' },
  model: { takes: 'NAME', says: 'what the first request asks for; gpt-4o-mini if not given' },
}
