import type { RequestPath } from './path.ts'

/** Roots of the OpenAI API that people put straight behind the host. */
const rootSlips = new Set(['chat', 'responses', 'embeddings', 'models'])

/** The usual slips with a base URL: no `/v1`, or two of them. */
export function forgiven({ segments, decoded }: RequestPath): Pick<RequestPath, 'segments' | 'decoded'> {
  if (rootSlips.has(decoded[0] ?? '')) return { segments: ['v1', ...segments], decoded: ['v1', ...decoded] }
  const extra = decoded[0] === 'v1' && decoded[1] === 'v1' ? 1 : 0
  return { segments: segments.slice(extra), decoded: decoded.slice(extra) }
}
