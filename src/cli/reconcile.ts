import { runCommand } from './command.ts'
import { reconcile, reconcileFlags } from './reconcile-run.ts'

const usage = 'npm run reconcile -- usage.csv'
await runCommand({ usage, flags: reconcileFlags, run: reconcile }, process.argv.slice(2))
