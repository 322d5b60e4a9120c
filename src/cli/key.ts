import { nearest } from '../refusal/nearest.ts'
import { describeFlags, readFlags, type Flags, type Typed } from './flags.ts'
import { createFlags, createKey } from './key-create.ts'

interface Verb {
  usage: string
  flags: Flags
  run(typed: Typed): Promise<{ ok: true; says: string } | { ok: false; message: string }>
}

const verbs: Readonly<Record<string, Verb>> = {
  create: { usage: 'create ID [flags]', flags: createFlags, run: createKey },
}

function help(): string {
  return Object.values(verbs)
    .map(({ usage, flags }) => `npm run key -- ${usage}\n\n${describeFlags(flags)}`)
    .join('\n\n')
}

async function main([name, ...args]: readonly string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help') return console.log(help())
  const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined
  if (verb === undefined) {
    const near = nearest(name, Object.keys(verbs))
    return complain(`unknown command ${name}${near === null ? '' : ` (did you mean ${near}?)`}\n\n${help()}`)
  }
  const typed = readFlags(args, verb.flags)
  if (!typed.ok) return complain(typed.message)
  const done = await verb.run(typed.value)
  return done.ok ? console.log(done.says) : complain(done.message)
}

function complain(message: string): void {
  console.error(message)
  process.exitCode = 1
}

await main(process.argv.slice(2))
