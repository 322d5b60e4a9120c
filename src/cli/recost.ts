import { runCommand } from './command.ts'
import { recost, recostFlags } from './recost-run.ts'

const usage = 'npm run recost -- --since 2027-06-30'
await runCommand({ usage, flags: recostFlags, run: recost }, process.argv.slice(2))
