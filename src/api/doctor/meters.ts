import { messageOf } from '../../ledger/failure.ts'
import { meterNameOf } from '../../meter/name.ts'
import { quote } from '../../refusal/client-text.ts'
import type { ApiPorts, MeterReader } from '../ports.ts'
import type { Finding } from './finding.ts'

/** Each of them is woken for it. */
const mostMeters = 50
/** A passing fault is mended by the second try. */
const mostFailures = 2

/** Asks the Meters of these keys what D1 does not have. `wallets` tells whose Meter is shared. */
export async function examineMeters(
  { meters }: Pick<ApiPorts, 'meters'>,
  keyIds: readonly string[],
  wallets: ReadonlyMap<string, string | null>,
): Promise<{ findings: Finding[] }> {
  if (meters === null) return { findings: [] }
  const named = keyIds.map((id) => meterNameOf({ id, wallet: wallets.get(id) ?? null }))
  const names = [...new Set(named)].slice(0, mostMeters)
  const findings = await Promise.all(names.map((name) => examineMeter(meters, name)))
  return { findings: findings.flat() }
}

async function examineMeter(meters: MeterReader, name: string): Promise<Finding[]> {
  try {
    const { setAside, failures } = await meters.report(name)
    const findings = setAside.map(({ id, error }) => aside(name, id, error))
    return failures > mostFailures ? [...findings, behind(name, failures)] : findings
  } catch (error) {
    return [silent(name, messageOf(error))]
  }
}

function aside(name: string, id: string, error: string): Finding {
  return {
    level: 'error',
    what: `D1 refuses the row ${quote(id)} of the Meter ${quote(name)}: ${quote(error)}`,
    fix: 'It is kept, and missing in the ledger. This is a fault of Tollgate: please report it.',
  }
}

function behind(name: string, failures: number): Finding {
  return {
    level: 'warning',
    what: `D1 has not taken the rows of the Meter ${quote(name)} in ${failures} tries.`,
    fix: 'They wait in the Meter. See the size and quota of D1, and ledger_write_failed in the log.',
  }
}

function silent(name: string, error: string): Finding {
  return {
    level: 'error',
    what: `The Meter ${quote(name)} could not be asked: ${quote(error)}`,
    fix: 'Try again; see https://www.cloudflarestatus.com.',
  }
}
