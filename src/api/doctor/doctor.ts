import type { Config } from '../../keys/config.ts'
import { messageOf } from '../../ledger/failure.ts'
import { accept, type Result } from '../../refusal/refusal.ts'
import { isOperator, operatorOnly, type Answer, type Visit } from '../answer.ts'
import { readParameters } from '../parameters.ts'
import type { ApiPorts } from '../ports.ts'
import { examineEntries, type EntryReport } from './entries.ts'
import type { Finding } from './finding.ts'
import { examineGateway } from './gateway.ts'
import { examineLedger, type LedgerReport } from './ledger.ts'
import { examineMeters } from './meters.ts'
import { examineSettings } from './settings.ts'

const parameters = ['cursor'] as const

/**
 * `/api/doctor`: what is wrong with this deployment, and how to mend it. `ok` is that nothing is an error. `next` is
 * the `cursor` with which more entries of KV are examined, and nothing else.
 */
export async function doctorAnswer(visit: Visit, ports: ApiPorts): Promise<Result<Answer>> {
  if (!isOperator(visit)) return operatorOnly('The doctor')
  const asked = readParameters(visit.query, parameters)
  if (!asked.ok) return asked
  const { cursor } = asked.value
  const { config } = visit.admission
  const { findings, next } =
    cursor === undefined ? await examine(ports, config) : await examineMore(ports, cursor, config)
  return accept({ json: { ok: !findings.some(({ level }) => level === 'error'), findings, next } })
}

async function examine(ports: ApiPorts, config: Config): Promise<EntryReport> {
  const [gateway, entries, ledger] = await Promise.all([
    attempt('AI Gateway', { findings: [] }, () => examineGateway(ports)),
    attempt<EntryReport>('the entries of KEYS', noEntries, () => examineEntries(ports, null, config)),
    attempt<LedgerReport>('the ledger', { findings: [], recent: [] }, () => examineLedger(ports, config)),
  ])
  const meters = await attempt('the Meters', { findings: [] }, () =>
    examineMeters(ports, ledger.recent, entries.wallets),
  )
  const reports = [examineSettings(ports.settings), gateway, ledger, meters, entries]
  return { ...entries, findings: reports.flatMap(({ findings }) => findings) }
}

async function examineMore(ports: ApiPorts, cursor: string, config: Config): Promise<EntryReport> {
  const entries = await attempt('the entries of KEYS', noEntries, () => examineEntries(ports, cursor, config))
  const meters = await attempt('the Meters', { findings: [] }, () =>
    examineMeters(ports, [...entries.wallets.keys()], entries.wallets),
  )
  return { ...entries, findings: [...meters.findings, ...entries.findings] }
}

const noEntries: EntryReport = { findings: [], wallets: new Map(), next: null }

/** What fails to be examined is a finding itself, and does not keep the others from being told. */
async function attempt<Report extends { findings: Finding[] }>(
  what: string,
  none: Report,
  run: () => Promise<Report>,
): Promise<Report> {
  try {
    return await run()
  } catch (error) {
    const failed: Finding = {
      level: 'error',
      what: `The doctor could not examine ${what}: ${messageOf(error)}`,
      fix: 'Try again; see https://www.cloudflarestatus.com.',
    }
    return { ...none, findings: [failed] }
  }
}
