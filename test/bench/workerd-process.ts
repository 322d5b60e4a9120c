import type { ChildProcess } from 'node:child_process'
import diagnostics from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'

/** The kernel counts a process's time in hundredths of a second, whatever its own clock is (proc_pid_stat(5)). */
const msATick = 10
const bytesAPage = 4096

/** What the kernel says of one process. */
export interface ProcessMeter {
  /** User and system time since its start, in ms. */
  cpuMs(): number
  /** Resident memory, in MB of 2^20 bytes. */
  residentMb(): number
}

export function meterOf(pid: number): ProcessMeter {
  return {
    cpuMs() {
      // The name may have blanks; what counts comes after its parenthesis: state is the third field, utime the 14th.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) * msATick
    },
    residentMb() {
      const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1])
      return (pages * bytesAPage) / 2 ** 20
    },
  }
}

/** A process, and when it was started, in ms of `performance.now()`. */
export interface Started {
  pid: number
  at: number
}

/** Runs something, and tells of the `workerd` that it started. */
export async function withWorkerd<T>(run: () => Promise<T>): Promise<[T, Started]> {
  const started: { child: ChildProcess; at: number }[] = []
  const note = (message: unknown) =>
    started.push({ child: (message as { process: ChildProcess }).process, at: performance.now() })
  // https://nodejs.org/api/diagnostics_channel.html#event-child_process
  diagnostics.subscribe('child_process', note)
  try {
    const result = await run()
    const workerd = started.findLast(({ child }) => child.spawnfile.includes('workerd'))
    if (workerd?.child.pid === undefined) throw new Error('workerd was not started')
    return [result, { pid: workerd.child.pid, at: workerd.at }]
  } finally {
    diagnostics.unsubscribe('child_process', note)
  }
}
