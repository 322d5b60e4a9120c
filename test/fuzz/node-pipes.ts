import { vi } from 'vitest'

/** What pipes are made of in Workers and Node does not have: there a length only sets a header. */
export function stubPipes(): void {
  vi.stubGlobal('IdentityTransformStream', TransformStream)
  vi.stubGlobal(
    'FixedLengthStream',
    class extends TransformStream {
      constructor(_length: number) {
        super()
      }
    },
  )
}

export function unstubPipes(): void {
  vi.unstubAllGlobals()
}
