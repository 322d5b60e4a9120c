import { concatenated } from './concatenated.ts'

/** Bytes of request bodies that this isolate holds for all its requests; it has 128 MB for everything. */
export interface Buffers {
  held: number
}

/** 48 MB: more than any provider takes as JSON, less than half of an isolate. */
export const bufferCeiling = 48 * 1024 * 1024

export function createBuffers(): Buffers {
  return { held: 0 }
}

export type Buffered =
  | { ok: true; bytes: Uint8Array; release: () => void }
  /** `full`: others hold the room, another try can work. `large`: it could never fit. */
  | { ok: false; why: 'full' | 'large' }

/**
 * Reads a whole body within the isolate's ceiling. The bytes count as held until `release` is called. A body whose
 * length is not known beforehand takes its room as it grows.
 */
export async function buffer(
  sent: Pick<Request, 'body' | 'arrayBuffer'>,
  length: number | null,
  buffers: Buffers,
  ceiling = bufferCeiling,
): Promise<Buffered> {
  if (length !== null && length > ceiling) return { ok: false, why: 'large' }
  if (length !== null && buffers.held + length > ceiling) return { ok: false, why: 'full' }
  let held = length ?? 0
  buffers.held += held
  let released = false
  const release = (): void => {
    if (!released) buffers.held -= held
    released = true
  }
  try {
    if (length !== null) {
      const bytes = new Uint8Array(await sent.arrayBuffer())
      buffers.held += bytes.length - held
      held = bytes.length
      return { ok: true, bytes, release }
    }
    const chunks: Uint8Array[] = []
    for await (const chunk of sent.body ?? []) {
      held += chunk.length
      buffers.held += chunk.length
      if (buffers.held > ceiling) {
        release()
        return { ok: false, why: held > ceiling ? 'large' : 'full' }
      }
      chunks.push(chunk)
    }
    return { ok: true, bytes: concatenated(chunks), release }
  } catch (error) {
    release()
    throw error
  }
}
