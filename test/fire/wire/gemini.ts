import type { Counts } from '../counts.ts'
import { events, type Heard, perPiece, type Said, whole, words } from './said.ts'

/** A stream of Google's: chunks whose counts grow, the last with its reason to end. */
export function generateEvents(counts: Counts, heard: Heard): Said {
  const chunks = chunksOf(counts, heard)
  return events(
    chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`),
    chunks.length - 1,
  )
}

/** The same without `alt=sse`: one JSON array, element by element. */
export function generateArray(counts: Counts, heard: Heard): Said {
  const chunks = chunksOf(counts, heard)
  const pieces = chunks.map((chunk, index) => `${index === 0 ? '[' : ',\r\n'}${JSON.stringify(chunk)}`)
  return { type: 'application/json', pieces: [...pieces, ']'], statedBy: pieces.length - 1 }
}

export function generate(counts: Counts, heard: Heard): Said {
  return whole(chunksOf(counts, { ...heard, pieces: 1 })[0] ?? {})
}

function chunksOf(counts: Counts, { model, pieces }: Heard): object[] {
  const candidates = (counts.output ?? 0) - (counts.reasoning ?? 0)
  const usage = (share: number) => ({
    promptTokenCount: counts.input,
    cachedContentTokenCount: counts.cacheRead,
    candidatesTokenCount: Math.floor(candidates * share),
    thoughtsTokenCount: counts.reasoning,
    totalTokenCount: (counts.input ?? 0) + (counts.reasoning ?? 0) + Math.floor(candidates * share),
  })
  return perPiece(pieces, (index) => {
    const content = { role: 'model', parts: [{ text: words }] }
    const ends = index === pieces - 1
    return {
      candidates: [{ content, index: 0, ...(ends && { finishReason: 'STOP' }) }],
      usageMetadata: usage((index + 1) / pieces),
      modelVersion: model,
      responseId: 'r-1',
    }
  })
}
