/** The text of a stream. Where a tool's input is the answer, text beside it would spoil it. */
export interface StreamText {
  add(text: string): void
  /** No answer tool was called: what was held is the answer after all. */
  end(): void
}

/** Code units held back until it is known whether the answer tool is called; longer text is an answer in itself. */
const longest = 64 * 1024

/** `tell` takes the text of a delta's `content`; `answered` says whether the answer tool has been called. */
export function streamText(
  answerTool: string | null,
  answered: () => boolean,
  tell: (text: string) => void,
): StreamText {
  let held = ''
  let holding = answerTool !== null

  function release(): void {
    holding = false
    if (held !== '' && !answered()) tell(held)
    held = ''
  }

  return {
    add(text) {
      if (text === '' || answered()) return
      if (!holding) return tell(text)
      held += text
      if (held.length > longest) release()
    },
    end: release,
  }
}
