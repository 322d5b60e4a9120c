import { usageDialects } from '../../usage/dialects/index.ts'
import { valueAt } from '../../usage/json.ts'
import { nothingRead, type Usage } from '../../usage/usage.ts'
import { type Session, settle, type SocketDialect } from './session.ts'

const one = usageDialects['gemini-generate']

/**
 * Gemini's Live API. Each `usageMetadata` is of one answer, whose prompt is the whole conversation so far: answers add
 * up (probed: https://github.com/pydantic/pydantic-ai/pull/7269). Inside an answer the figures may be repeated as they
 * grow: the same input with no less output is the same answer again, and the last one counts.
 */
export const bidi: SocketDialect = {
  marks: ['"usageMetadata"', '"turnComplete"', '"toolCall"'],
  begins: ['"modelTurn"'],
  read(event, soFar) {
    const { usage } = one.event(event, nothingRead)
    const heard = usage === undefined ? soFar : withFigures(soFar, usage)
    const ended = valueAt(event, 'serverContent.turnComplete') === true || isCall(event)
    return ended ? { ...closeRunning(heard), open: 0 } : heard
  },
}

/** A call ends an answer; what comes after the tool's result is another, with a longer prompt. */
function isCall(event: unknown): boolean {
  return valueAt(event, 'toolCall') !== undefined
}

function withFigures(soFar: Session, usage: Usage): Session {
  const { running } = soFar
  const again =
    running !== undefined && running.input === usage.input && (usage.output ?? 0) >= (running.output ?? 0)
  return { ...(again ? soFar : closeRunning(soFar)), running: usage }
}

function closeRunning({ running, ...session }: Session): Session {
  return settle(session, running)
}
