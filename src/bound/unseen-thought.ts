/**
 * Models that are known to answer all that they are paid for, unless they are told to think. Any other may think where
 * nobody sees it, as all newer ones do: https://platform.openai.com/docs/guides/reasoning
 */
const open =
  /^((ft:)?(gpt-3\.5|gpt-4|chatgpt-4o|davinci|babbage)|claude-(instant|2|3-(opus|sonnet|haiku|5)|(opus|sonnet|haiku)-4(-[0-6])?(-\d{8}|-latest)?$)|gemini-(1\.|2\.0)|(meta-)?llama-?[23]|ministral-|codestral|open-mi[sx]tral|pixtral|command-(r|a-03))/

/** Whether what is seen of an answer of any of these models may be less than what it is paid for. */
export function mayThinkUnseen(models: readonly string[]): boolean {
  return models.length === 0 || models.some((model) => !open.test(model.toLowerCase().replace(/^.*\//, '')))
}
