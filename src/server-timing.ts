/** How long the stages of a request took, in ms; absent is one that it did not come to. */
type Stages = Partial<Record<'key' | 'admission' | 'upstream', number>>

/** The header `Server-Timing`. https://www.w3.org/TR/server-timing/ */
export function serverTiming(stages: Stages): string {
  return Object.entries(stages)
    .map(([stage, ms]) => `${stage};dur=${ms}`)
    .join(', ')
}
