import { usageDialects } from '../../usage/dialects/index.ts'
import { valueAt } from '../../usage/json.ts'
import { nothingRead, type Usage } from '../../usage/usage.ts'
import { type Session, settle, type SocketDialect } from './session.ts'
import { awaitingOne, ended } from './turns.ts'

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
    const isEnd = valueAt(event, 'serverContent.turnComplete') === true || isCall(event)
    return isEnd ? ended(closeRunning(heard)) : heard
  },
  asks: /turn_?complete|tool_?response|activity_?end|"text"|\\/i,
  asked: (frame, soFar) => (asksForAnswer(frame) ? awaitingOne(soFar) : soFar),
}

/**
 * A turn that is complete, what a call came to, or a text as it is typed. Of speech only the server knows where it ends.
 * https://ai.google.dev/api/live#send-messages
 */
function asksForAnswer(frame: unknown): boolean {
  const input = valueAt(frame, 'realtimeInput') ?? valueAt(frame, 'realtime_input')
  const text = valueAt(input, 'text')
  return (
    valueAt(frame, 'clientContent.turnComplete') === true ||
    valueAt(frame, 'client_content.turn_complete') === true ||
    [valueAt(frame, 'toolResponse'), valueAt(frame, 'tool_response')].some(isThere) ||
    [valueAt(input, 'activityEnd'), valueAt(input, 'activity_end')].some(isThere) ||
    (typeof text === 'string' && text !== '')
  )
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null
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
