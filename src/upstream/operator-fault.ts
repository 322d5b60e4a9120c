import { quote } from '../refusal/client-text.ts'
import type { Refusal } from '../refusal/refusal.ts'
import { type GatewayError, lacksCredentials } from './gateway-error.ts'
import { firstOf, membersOf } from './json-members.ts'

/** Whom the request went to, and where its credential would come from. */
export interface Credential {
  /** The provider's slug or the mount's name. */
  provider: string
  /** The Worker secret that can hold the provider's key; null where there is none. */
  secretName: string | null
}

const noGateway = 2001
const badGatewayToken = 2009

/**
 * What the gateway refuses because of the operator's settings, whoever the holder of the key is. Null if the request
 * is at fault, or a limit.
 */
export function settingFault(status: number, error: GatewayError, credential: Credential): Refusal | null {
  if (error.code === noGateway) {
    return {
      reason: 'setting_invalid',
      message:
        'AI Gateway knows no such gateway. Whoever runs this Tollgate must check the settings GATEWAY_ID and ACCOUNT_ID.',
    }
  }
  if (error.code === badGatewayToken || status === 401) {
    return {
      reason: 'upstream_auth',
      message:
        'AI Gateway did not accept the token of this Tollgate. Your key is fine: whoever runs it must set the secret CF_AIG_TOKEN to a token with the permission "AI Gateway: Run".',
    }
  }
  return lacksCredentials(status, error) ? noCredentials(status, error, credential) : null
}

function noCredentials(status: number, { message }: GatewayError, credential: Credential): Refusal {
  const said = message === '' ? '' : ` AI Gateway said: ${quote(message)}`
  return {
    reason: 'provider_credentials_missing',
    message: `AI Gateway (status ${status}) has no credentials for ${quote(credential.provider)}. Whoever runs this Tollgate must ${remedy(credential)}.${said}`,
  }
}

/** The provider did not accept the operator's credential: no fault of the holder, who cannot mend it. */
export function credentialFault(credential: Credential): Refusal {
  return {
    reason: 'upstream_auth',
    message: `${quote(credential.provider)} did not accept the credential that this Tollgate uses. Your key is fine: whoever runs it must ${remedy(credential)}.`,
  }
}

/** Google refuses a wrong key with 400 and this reason: https://ai.google.dev/gemini-api/docs/troubleshooting */
export function isRefusedCredential(status: number, json: unknown): boolean {
  if (status === 401) return true
  const details = membersOf(membersOf(firstOf(json))?.['error'])?.['details']
  return (
    status === 400 &&
    Array.isArray(details) &&
    details.some((detail) => membersOf(detail)?.['reason'] === 'API_KEY_INVALID')
  )
}

/** https://developers.cloudflare.com/ai-gateway/configuration/bring-your-own-keys/ */
function remedy({ secretName }: Credential): string {
  const store =
    'store a valid key in the Cloudflare dashboard (AI > AI Gateway > the gateway > Provider Keys > Add)'
  return secretName === null ? store : `${store}, or set the secret ${secretName} of the Worker`
}
