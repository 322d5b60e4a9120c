import { nearest } from '../refusal/nearest.ts'
import { complain, describeCommand, runCommand, type Command } from './command.ts'
import { checkConfig, putConfig, putFlags } from './config-put.ts'
import { showConfig, showConfigFlags } from './config-show.ts'

const verbs: Readonly<Record<string, Command>> = {
  check: { usage: 'check FILE', flags: {}, run: checkConfig },
  put: { usage: 'put FILE', flags: putFlags, run: putConfig },
  show: { usage: 'show', flags: showConfigFlags, run: showConfig },
}

function help(): string {
  return Object.values(verbs)
    .map((verb) => describeCommand({ ...verb, usage: `npm run config -- ${verb.usage}` }))
    .join('\n\n')
}

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help') return console.log(help())
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb) return runCommand({ ...verb, usage: `npm run config -- ${verb.usage}` }, args)
  const near = nearest(name, Object.keys(verbs))
  complain(`unknown command ${name}${near === null ? '' : ` (did you mean ${near}?)`}\n\n${help()}`)
}

await main(process.argv.slice(2))
