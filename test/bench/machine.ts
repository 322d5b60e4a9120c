import { createRequire } from 'node:module'
import { availableParallelism, cpus, totalmem } from 'node:os'

/** Where a run was made. */
export interface Machine {
  cores: number
  model: string
  memoryGb: number
  node: string
  workerd: string
}

export function thisMachine(): Machine {
  const workerd = createRequire(createRequire(import.meta.url).resolve('miniflare'))(
    'workerd/package.json',
  ) as {
    version: string
  }
  return {
    cores: availableParallelism(),
    model: cpus()[0]?.model ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    workerd: workerd.version,
  }
}

/** A machine in words. */
export function machineInWords({ cores, model, memoryGb, node, workerd }: Machine): string {
  return `${cores} core${cores === 1 ? '' : 's'} of ${model}, ${memoryGb} GB, workerd ${workerd}, Node ${node}`
}
