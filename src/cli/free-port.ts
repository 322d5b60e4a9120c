import { createServer } from 'node:net'

const usualPort = 8787
const lastPort = 65_535
const tries = 20

export type PortChoice = { ok: true; value: number; note?: string } | { ok: false; message: string }

/** The port that was asked for, if it is free; where none was, the usual one or the next free one, with a note. */
export async function choosePort(asked: string | undefined): Promise<PortChoice> {
  if (asked !== undefined) return checkPort(asked)
  for (let port = usualPort; port < usualPort + tries; port++) {
    if (!(await isFree(port))) continue
    const note = `Port ${usualPort} is taken; using ${port} instead.`
    return { ok: true, value: port, ...(port !== usualPort && { note }) }
  }
  return {
    ok: false,
    message: `Ports ${usualPort} to ${usualPort + tries - 1} are all taken: name one with --port.`,
  }
}

async function checkPort(asked: string): Promise<PortChoice> {
  const port = Number(asked)
  if (!/^\d+$/.test(asked) || port < 1 || port > lastPort)
    return { ok: false, message: `--port is a number from 1 to ${lastPort}.` }
  if (await isFree(port)) return { ok: true, value: port }
  return { ok: false, message: `Port ${port} is taken (or not allowed): name another with --port.` }
}

/** Whether somebody could listen on this port of 127.0.0.1 now. */
async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
