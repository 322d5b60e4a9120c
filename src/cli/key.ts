import { nearest } from '../refusal/nearest.ts'
import { complain, describeCommand, runCommand, type Command } from './command.ts'
import { changeFlags, deleteFlags, deleteKey, disableKey, enableKey } from './key-change.ts'
import { checkFlags, checkKey } from './key-check.ts'
import { createFlags, createKey } from './key-create.ts'
import { listFlags, listKeys } from './key-list.ts'
import { rotateFlags, rotateKey } from './key-rotate.ts'
import { showFlags, showKey } from './key-show.ts'

const verbs: Readonly<Record<string, Command>> = {
  create: { usage: 'create ID', flags: createFlags, run: createKey },
  list: { usage: 'list', flags: listFlags, run: listKeys },
  show: { usage: 'show ID', flags: showFlags, run: showKey },
  check: { usage: 'check', flags: checkFlags, run: checkKey },
  disable: { usage: 'disable ID', flags: changeFlags, run: disableKey },
  enable: { usage: 'enable ID', flags: changeFlags, run: enableKey },
  rotate: { usage: 'rotate ID', flags: rotateFlags, run: rotateKey },
  delete: { usage: 'delete ID', flags: deleteFlags, run: deleteKey },
}

function help(): string {
  return Object.values(verbs)
    .map((verb) => describeCommand({ ...verb, usage: `npm run key -- ${verb.usage}` }))
    .join('\n\n')
}

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help') return console.log(help())
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb) return runCommand({ ...verb, usage: `npm run key -- ${verb.usage}` }, args)
  const near = nearest(name, Object.keys(verbs))
  complain(`unknown command ${name}${near === null ? '' : ` (did you mean ${near}?)`}\n\n${help()}`)
}

await main(process.argv.slice(2))
