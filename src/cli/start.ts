import { join, resolve } from 'node:path'
import { askOnce, describeRow, waitForRow } from './demo-request.ts'
import { demoToken } from './demo-key.ts'
import { describeFlags, readFlags, type Flags } from './flags.ts'
import { choosePort } from './free-port.ts'
import { chooseGateway } from './gateway.ts'
import { buildWorker, readLocalVars, runLocalWorker, type LocalWorker } from './local-worker.ts'
import { noteInstance, otherInstance } from './one-instance.ts'
import { projectFolder } from './wrangler.ts'
import { wayIn } from './way-in.ts'

const flags: Flags = {
  port: { takes: 'N', says: 'the port to serve on; without it 8787, or the next free one' },
  demo: { says: 'send the demo request to a real gateway too, where it costs something' },
  'persist-to': { takes: 'FOLDER', says: 'where keys and rows are kept; .wrangler/state if not given' },
  help: { says: 'this text' },
}

// Ending the process ends all that it started: Miniflare kills its `workerd` on exit and on every signal, and the
// stand-in lives in this process.
function complain(message: string): never {
  console.error(message)
  process.exit(1)
}

async function start(args: readonly string[]): Promise<void> {
  const typed = readFlags(args, flags)
  if (!typed.ok) return complain(`${typed.message}\n\n${describeFlags(flags)}`)
  const { one, words } = typed.value
  if (one('help') !== undefined) return console.log(`npm start -- [flags]\n\n${describeFlags(flags)}`)
  if (words.length > 0) return complain(`npm start takes no ${words[0]}\n\n${describeFlags(flags)}`)

  const state = resolve(one('persist-to') ?? join(projectFolder, '.wrangler/state'))
  const other = await otherInstance(state)
  if (other) return complain(`Tollgate already runs on this state: ${other.url} (process ${other.pid}).`)
  const port = await choosePort(one('port'))
  if (!port.ok) return complain(port.message)
  if (port.note) console.log(port.note)

  console.log('Building the Worker …')
  const built = join(projectFolder, '.wrangler/start')
  const [vars] = await Promise.all([readLocalVars(), buildWorker(built)])
  const gateway = await chooseGateway(vars)
  if (!gateway.ok) return complain(gateway.message)
  const worker = await runLocalWorker({ built, vars: gateway.vars, persistTo: state, port: port.value })
  await noteInstance(state, worker.url)
  const token = await demoToken(await worker.kv(), state)

  console.log(`Tollgate runs at ${worker.url}, in front of ${gateway.says}.\n`)
  if (gateway.free || one('demo') !== undefined) await showOneRequest(worker, token)
  console.log(wayIn(worker.url, token))
}

async function showOneRequest(worker: LocalWorker, token: string): Promise<void> {
  console.log('One streamed chat request with the official openai SDK:\n')
  try {
    process.stdout.write('  ')
    const id = await askOnce(worker.url, token, (text) => process.stdout.write(text))
    console.log('\n\nIts row in D1, table requests:\n')
    const row = await waitForRow(await worker.d1(), id, 20_000)
    console.log(`${row === null ? '  It did not come within 20 s.' : describeRow(row)}\n`)
  } catch (error) {
    console.error(`\n\nThe request failed: ${error instanceof Error ? error.message : String(error)}\n`)
  }
}

// npm passes a SIGTERM on to its shell only, and that ends without telling us.
const parent = process.ppid
if (process.env['npm_lifecycle_event'] === 'start')
  setInterval(() => process.ppid === parent || process.exit(), 500).unref()
await start(process.argv.slice(2)).catch((error: unknown) =>
  complain(error instanceof Error ? error.message : String(error)),
)
