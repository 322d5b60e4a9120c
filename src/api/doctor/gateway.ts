import { providerBehind } from '../../providers/index.ts'
import { quote } from '../../refusal/client-text.ts'
import { gatewayError, lacksCredentials } from '../../upstream/gateway-error.ts'
import type { ApiPorts } from '../ports.ts'
import type { Finding } from './finding.ts'

const waitMs = 5_000
/** An error that says more is none of the gateway's. */
const longestBytes = 64 * 1024

/**
 * Asks for a list of models through the gateway, which costs nothing. Whatever a provider says, its credential's
 * refusal too, shows that the gateway let the request pass.
 */
export async function examineGateway({
  settings: { settings },
  fetch,
}: Pick<ApiPorts, 'settings' | 'fetch'>): Promise<{ findings: Finding[] }> {
  if (settings.upstream === null) return { findings: [] }
  const { url, account, gateway } = settings.upstream
  const headers = new Headers({ 'cf-aig-no-wholesale': 'true', accept: 'application/json' })
  if (settings.gatewayToken !== null) headers.set('cf-aig-authorization', `Bearer ${settings.gatewayToken}`)
  let answer: Response
  try {
    answer = await fetch(new URL(`${url}/${account}/${gateway}/${providerBehind('openai').slug}/models`), {
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(waitMs),
    })
  } catch {
    return { findings: [unreachable] }
  }
  const json = answer.status < 400 ? null : await jsonOf(answer)
  // What is not read would keep its connection.
  await answer.body?.cancel().catch(() => {})
  const finding = findingOf(answer.status, json)
  return { findings: finding === null ? [] : [finding] }
}

const checkUrl = 'Check GATEWAY_URL: only a custom domain or a test needs it.'
const unreachable: Finding = {
  level: 'error',
  what: `AI Gateway did not answer within ${waitMs / 1000} s.`,
  fix: `${checkUrl} See https://www.cloudflarestatus.com.`,
}

/** What to do by the gateway's own code: https://developers.cloudflare.com/ai-gateway/reference/troubleshooting/ */
const remedies: Readonly<Record<number, string>> = {
  2001: 'Check GATEWAY_ID and ACCOUNT_ID, or create the gateway.',
  2009: 'Set the secret CF_AIG_TOKEN to a token with the permission "AI Gateway: Run".',
}
const otherRemedy = 'See its logs, limits and policies in the dashboard (AI > AI Gateway).'

function findingOf(status: number, json: unknown): Finding | null {
  if (status >= 300 && status < 400) return strange(status, 'redirects')
  const error = gatewayError(status, json)
  if (error === null) return json === undefined ? strange(status, 'answers without JSON') : null
  if (lacksCredentials(status, error)) return null
  const code = error.code ?? (status === 401 ? 2009 : null)
  const said = `${error.code === null ? '' : ` code ${error.code}`}${error.message === '' ? '' : `: ${quote(error.message)}`}`
  const remedy = code === null ? undefined : remedies[code]
  return {
    level: remedy === undefined ? 'warning' : 'error',
    what: `AI Gateway refuses this Tollgate: status ${status}${said}`,
    fix: remedy ?? otherRemedy,
  }
}

function strange(status: number, does: string): Finding {
  return {
    level: 'warning',
    what: `What is at GATEWAY_URL ${does} (status ${status}).`,
    fix: checkUrl,
  }
}

/** Undefined for what is too long or no JSON. */
async function jsonOf(answer: Response): Promise<unknown> {
  let text = ''
  const decoder = new TextDecoder()
  try {
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true })
      if (text.length > longestBytes) return undefined
    }
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
