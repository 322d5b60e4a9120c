import { listAt, parseJson, statesError, valueAt } from '../../../usage/json.ts'

/** Recognises the chunks of a stream that bring text and nothing else, without reading them as JSON. */
export interface PlainText {
  /** A chunk that was read, and the `content` of its delta: others may be like it. */
  learn(data: string, content: unknown): void
  /** The JSON text of the text that a chunk brings; null where it may bring anything else. */
  textIn(data: string): string | null
}

/** A string of JSON; control characters need the parser. */
const string = /"[^"\\\p{Cc}]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\\p{Cc}]*)*"/uy
/** Longer ones are rare, and cost a parser less than a pattern. */
const longest = 4_096
/** Makes all chunks of a stream equally long, each in its own way. */
const padding = /,"obfuscation":"[\w+/=-]*"/
const opening = '"content":'
const emptyString = '""'.length
/** A stream whose chunks differ otherwise is not asked again and again. */
const mostAttempts = 8

/** `marks` stand in chunks that may have counts. */
export function plainText(marks: readonly string[]): PlainText {
  let head: string | null = null
  let tail = ''
  let attempts = 0

  return {
    learn(data, content) {
      if (typeof content !== 'string' || content === '' || attempts === mostAttempts) return
      attempts += 1
      const at = data.indexOf(`${opening}"`) + opening.length
      const end = endOfString(data, at)
      if (end === null) return
      const [before, after] = [data.slice(0, at), data.slice(end).replace(padding, '')]
      const others = before + after
      if (marks.some((mark) => others.includes(mark)) || !isOnlyText(before, after)) return
      head = before
      tail = after
    },
    textIn(data) {
      if (head === null || data.length > longest || !data.startsWith(head)) return null
      const end = endOfString(data, head.length)
      if (end === null || end - head.length <= emptyString) return null
      const rest = data.slice(end)
      return rest === tail || rest.replace(padding, '') === tail ? data.slice(head.length, end) : null
    },
  }
}

function endOfString(data: string, at: number): number | null {
  string.lastIndex = at
  return string.test(data) ? string.lastIndex : null
}

/** Puts another text in the place of the one found: only that may change, and nothing else may be said. */
function isOnlyText(before: string, after: string): boolean {
  const probe = 'a text that no chunk brings'
  const json = parseJson(`${before}${JSON.stringify(probe)}${after}`)
  const choices = listAt(json, 'choices')
  const [choice] = choices
  const { content, role: _role, ...others } = Object(valueAt(choice, 'delta'))
  return (
    content === probe &&
    choices.length === 1 &&
    !statesError(json) &&
    isEmpty(valueAt(choice, 'finish_reason')) &&
    Object.values(others).every(isEmpty)
  )
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
