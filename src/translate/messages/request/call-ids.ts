import type { SayId } from '../../request/call-ids.ts'
import { digestOf } from './digest.ts'

/** https://platform.openai.com/docs/api-reference/chat/create refuses longer ones. */
const longest = 40

/**
 * How a call's identifier is said in a chat: as it is, for it mostly came from there. One that is too long, or of
 * another form than the model's own, is said as a digest. `length` as in `model-traits.ts`.
 */
export function chatIds(length: number | null): SayId {
  return (id, time) => {
    const fits = length === null ? id.length <= longest : id.length === length && /^[a-z\d]+$/i.test(id)
    if (fits && time === 1) return id
    const text = `${time} ${id}`
    return length === null ? `call_${digestOf(text, 24)}` : digestOf(text, length)
  }
}
