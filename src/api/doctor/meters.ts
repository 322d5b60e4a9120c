import { messageOf } from '../../ledger/failure.ts'
import { meterNameOf } from '../../meter/name.ts'
import { quote } from '../../refusal/client-text.ts'
import type { ApiPorts, MeterReader, MeterReport } from '../ports.ts'
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
    const { setAside, behind } = await meters.report(name)
    const findings = setAside.map(({ id, error }) => aside(name, id, error))
    if (behind.failures > mostFailures) findings.push(behindLedger(name, behind.failures))
    return behind.queue === null ? findings : [...findings, ...behindQueue(name, behind.queue)]
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

function behindLedger(name: string, failures: number): Finding {
  return {
    level: 'warning',
    what: `D1 has not taken the rows of the Meter ${quote(name)} in ${failures} tries.`,
    fix: 'They wait in the Meter. See the size and quota of D1, and ledger_write_failed in the log.',
  }
}

function behindQueue(
  name: string,
  { failures, waiting, since, missed }: NonNullable<MeterReport['behind']['queue']>,
): Finding[] {
  const findings: Finding[] = []
  const from = since === null ? '' : ` since ${new Date(since).toISOString()}`
  if (waiting > 0) {
    findings.push({
      level: failures > mostFailures ? 'warning' : 'note',
      what: `${waiting} rows of the Meter ${quote(name)} wait for USAGE_QUEUE${from}, after ${failures} tries.`,
      fix: 'They wait in the Meter, and D1 has them without it. If they stay, see the quota of the queue, and queue_send_failed in the log.',
    })
  }
  if (missed > 0) {
    findings.push({
      level: 'warning',
      what: `${missed} rows of the Meter ${quote(name)} will never be in USAGE_QUEUE: the Meter was full.`,
      fix: 'D1 has them: read them there. The next message tells its reader how many they are.',
    })
  }
  return findings
}

function silent(name: string, error: string): Finding {
  return {
    level: 'error',
    what: `The Meter ${quote(name)} could not be asked: ${quote(error)}`,
    fix: 'Try again; see https://www.cloudflarestatus.com.',
  }
}
