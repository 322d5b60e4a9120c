import { valueAt } from '../../usage/json.ts'
import { charactersOf, units } from '../../usage/measure.ts'
import { settle, type SocketDialect } from './session.ts'

/**
 * Text to speech, paid by the characters that a client sends. `text`:
 * https://elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-stream-input and, in its `Speak`
 * messages, https://developers.deepgram.com/docs/tts-websocket; `transcript`: https://docs.cartesia.ai/api-reference/tts/websocket
 */
export const characters: SocketDialect = {
  marks: [],
  read: (_event, soFar) => soFar,
  asked(frame, soFar) {
    const type = valueAt(frame, 'type')
    if (type !== undefined && type !== 'Speak') return soFar
    const text = valueAt(frame, 'transcript') ?? valueAt(frame, 'text')
    // A blank opens a session, or keeps it open: nothing is spoken.
    if (typeof text !== 'string' || text.trim() === '') return soFar
    return settle(soFar, units(charactersOf(text), 'character'))
  },
}
