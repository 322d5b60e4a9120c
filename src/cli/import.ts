import { runCommand } from './command.ts'
import { importFlags } from './import/options.ts'
import { importKeys } from './import/run.ts'

const usage = 'npm run import -- --from litellm FILE'
await runCommand({ usage, flags: importFlags, run: importKeys }, process.argv.slice(2))
