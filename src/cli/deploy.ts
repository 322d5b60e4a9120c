import { runCommand, type Command } from './command.ts'
import { randomBytes } from './demo-key.ts'
import { dryRun } from './deploy/dry-run.ts'
import { deployFlags } from './deploy/flags.ts'
import type { DeployPorts } from './deploy/ports.ts'
import { deployTollgate } from './deploy/run.ts'
import { personAtTerminal } from './deploy/terminal.ts'
import { projectFolder, runWrangler } from './wrangler.ts'

const command: Command = {
  usage: 'npm run deploy --',
  flags: deployFlags,
  run(typed) {
    if (typed.words.length > 0)
      return Promise.resolve({ ok: false, message: `npm run deploy takes no ${typed.words[0]}` })
    const ports: DeployPorts = {
      wrangler: runWrangler,
      person: typed.one('yes') === undefined ? personAtTerminal(process.env) : null,
      env: process.env,
      folder: projectFolder,
      say: (text) => console.log(text),
      fetch: (url, init) => fetch(url, init),
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      random: randomBytes,
      now: Date.now,
    }
    return typed.one('dry-run') === undefined ? deployTollgate(typed, ports) : dryRun(typed, ports)
  },
}

await runCommand(command, process.argv.slice(2))
