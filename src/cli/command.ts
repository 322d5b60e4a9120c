import { describeFlags, readFlags, type Flags, type Typed } from './flags.ts'

/** What a command ends with. `exitCode` is 0 if it is not given; a message ends with 1. */
export type Done = { ok: true; says: string; exitCode?: number } | { ok: false; message: string }

export interface Command {
  /** As it is typed, without its flags: `npm run usage`. */
  usage: string
  flags: Flags
  run(typed: Typed): Promise<Done>
}

/** Runs a command line to its end: answers go to stdout, refusals and failures to stderr. Never throws. */
export async function runCommand(command: Command, args: readonly string[]): Promise<void> {
  if (args.includes('--help') || args[0] === 'help') return console.log(describeCommand(command))
  try {
    const typed = readFlags(args, command.flags)
    if (!typed.ok) return complain(typed.message)
    const done = await command.run(typed.value)
    if (!done.ok) return complain(done.message)
    console.log(done.says)
    process.exitCode = done.exitCode ?? 0
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
  }
}

export function describeCommand({ usage, flags }: Command): string {
  return `${usage} [flags]\n\n${describeFlags(flags)}`
}

export function complain(message: string): void {
  console.error(message)
  process.exitCode = 1
}
