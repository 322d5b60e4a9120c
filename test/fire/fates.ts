import type { Reply } from '../support/gateway.ts'
import type { Chance } from './chance.ts'
import type { Dispatch } from './dispatch.ts'
import type { FateName } from './fate-names.ts'
import type { Said } from './wire/said.ts'

/** An answer under way. */
export interface Scene {
  reply: Reply
  said: Said
  chance: Chance
  entry: Dispatch
  /** What the vendor asks for, once so many of all pieces are worked out. */
  charge(pieces: number): void
  /** Tollgate has closed the connection. */
  gone(): boolean
}

type Fate = (scene: Scene) => Promise<void>

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** More than it takes to lose a connection that was never made: what is lost later can have been worked out. */
const lateMs = 1_200

/** Long enough for what was sent to be read: a reset throws away what was not. */
const readMs = 80

/** What an upstream can do; a vendor charges nothing for an error of its own, nor for what broke at once. */
export const fates: Readonly<Record<FateName, Fate>> = {
  whole: (scene) => tell(scene, 4),
  slow: (scene) => tell(scene, 50),
  async 'breaks at once'({ reply }) {
    reply.break()
  },
  async 'breaks late'({ reply, said, charge }) {
    charge(said.pieces.length)
    await pause(lateMs)
    reply.break()
  },
  async 'breaks midway'(scene) {
    await tellHalf(scene)
    await pause(readMs)
    scene.reply.break()
  },
  async 'breaks in a chunk'(scene) {
    const half = await tellHalf(scene)
    const next = Buffer.from(scene.said.pieces[half] ?? '')
    await scene.reply.send(next.subarray(0, Math.ceil(next.length / 2)))
    await pause(readMs)
    scene.reply.break()
  },
  async stalls(scene) {
    await tellHalf(scene)
    await scene.reply.left
  },
  async 'stalls before the head'({ reply, said, charge }) {
    charge(said.pieces.length)
    await reply.left
  },
  async garbage({ reply, said, charge, entry }) {
    // No more than is seen: what an answer does not count is at most its bytes.
    charge(0)
    entry.status = 200
    reply.head(200, { 'content-type': said.type })
    await reply.send('<!doctype html>{"usage":{"prompt_tokens":\n\ndata: {"usage":}\n\n\u0000[')
    reply.end('{{{')
  },
  'is refused': (scene) => refuse(scene, 400),
  'is limited': (scene) => refuse(scene, 429),
  'is limited for a while': (scene) => refuse(scene, 429, { 'retry-after': '1' }),
  fails: (scene) => refuse(scene, 500),
  'is overloaded': (scene) => refuse(scene, 529),
  async 'is given up'(scene) {
    scene.charge(scene.said.pieces.length)
    await refuse(scene, 502)
  },
  async 'errs midway'(scene) {
    await tellHalf(scene)
    scene.reply.end('data: {"error":{"message":"The server had an error","type":"server_error"}}\n\n')
  },
}

async function tell(scene: Scene, mostMs: number): Promise<void> {
  await send(scene, scene.said.pieces.length, mostMs)
  if (scene.gone()) return
  scene.reply.end()
  scene.entry.finished = true
}

/** Tells the first half of it, what is one piece to its middle; gives how many pieces went whole. */
async function tellHalf(scene: Scene): Promise<number> {
  const { pieces } = scene.said
  const half = Math.floor(pieces.length / 2)
  await send(scene, half, 4)
  const [only] = pieces
  if (pieces.length > 1 || only === undefined || scene.gone()) return half
  await scene.reply.send(Buffer.from(only).subarray(0, Math.floor(only.length / 2)))
  return half
}

async function send(
  { reply, said, chance, entry, charge, gone }: Scene,
  pieces: number,
  mostMs: number,
): Promise<void> {
  entry.status = 200
  reply.head(200, { 'content-type': said.type })
  // What comes in one piece was worked out before.
  if (said.pieces.length === 1) charge(1)
  for (const [index, piece] of said.pieces.slice(0, pieces).entries()) {
    await pause(chance.between(0, mostMs))
    if (gone()) return
    charge(index + 1)
    await reply.send(piece)
    if (index === said.statedBy && !gone()) entry.stated = true
  }
}

async function refuse(
  { reply, entry }: Scene,
  status: number,
  headers: Record<string, string> = {},
): Promise<void> {
  entry.status = status
  entry.finished = true
  reply.answer(
    status,
    { error: { message: 'not now', type: 'upstream_says', code: null, param: null } },
    headers,
  )
}
