import { standInVars, startStandIn } from './stand-in.ts'

/** The gateway that a local Worker talks to. */
export interface Gateway {
  ok: true
  vars: Record<string, string>
  /** Named for the terminal. */
  says: string
  /** A request costs nobody anything. */
  free: boolean
}

const needed = ['ACCOUNT_ID', 'CF_AIG_TOKEN'] as const

/** The real gateway where the local variables name one, else a stand-in that is started here. */
export async function chooseGateway(
  vars: Readonly<Record<string, string>>,
): Promise<Gateway | { ok: false; message: string }> {
  const missing = needed.filter((name) => !vars[name])
  if (missing.length === 0) {
    const says = `AI Gateway ${vars['GATEWAY_ID'] || 'default'} of account ${vars['ACCOUNT_ID']}`
    return { ok: true, vars: { ...vars }, says, free: false }
  }
  if (missing.length < needed.length) {
    const message = `.dev.vars has no ${missing[0]}. The real gateway needs ${needed.join(' and ')}; without both, a local stand-in is used.`
    return { ok: false, message }
  }
  const standIn = await startStandIn({ pace: { ttft: 100, tps: 30 } })
  return {
    ok: true,
    vars: { ...vars, ...standInVars, GATEWAY_URL: standIn.url },
    says: 'a local stand-in for AI Gateway (no account, no network)',
    free: true,
  }
}
