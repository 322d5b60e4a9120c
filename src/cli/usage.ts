import { runCommand } from './command.ts'
import { showUsage, usageFlags } from './usage-report.ts'

await runCommand({ usage: 'npm run usage --', flags: usageFlags, run: showUsage }, process.argv.slice(2))
