/** What a message that went up as a chat tells the way back: plain data, made by the request half, read by the answer half. */
export interface MessageMemory {
  /** The model as the client named it, prefix or alias and all. */
  model: string
  stream: boolean
  /** The client asked for thoughts and wants to see them (`thinking`, not `display: omitted`). Else none are told. */
  showsThinking: boolean
  /** Tools whose names the other side forbids, by the name they went up with: the client's own name. Mostly empty. */
  toolNames: ReadonlyMap<string, string>
}
