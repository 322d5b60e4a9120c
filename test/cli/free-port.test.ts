import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { choosePort } from '../../src/cli/free-port.ts'

const busy: Server[] = []
afterEach(() => {
  for (const server of busy.splice(0)) server.close()
})

async function occupy(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  busy.push(server)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

describe('choosePort', () => {
  test('refuses a port that was asked for and is taken', async () => {
    const port = await occupy()
    expect(await choosePort(String(port))).toEqual({
      ok: false,
      message: `Port ${port} is taken (or not allowed): name another with --port.`,
    })
  })

  test('gives the port that was asked for', async () => {
    const port = await occupy()
    busy.splice(0).forEach((server) => server.close())
    expect(await choosePort(String(port))).toEqual({ ok: true, value: port })
  })

  test.each(['0', '65536', '-1', '80a', '8787.5', ''])('refuses %j, which is no port', async (asked) => {
    expect(await choosePort(asked)).toEqual({ ok: false, message: '--port is a number from 1 to 65535.' })
  })

  test('gives a free port where none was asked for, saying so if it is not the usual one', async () => {
    const chosen = await choosePort(undefined)
    expect(chosen).toEqual(
      chosen.ok && chosen.value !== 8787
        ? { ok: true, value: chosen.value, note: `Port 8787 is taken; using ${chosen.value} instead.` }
        : { ok: true, value: 8787 },
    )
  })
})
