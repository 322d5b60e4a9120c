import { quote } from '../../refusal/client-text.ts'

/** Tags of 1 to 200 characters, without what is not there. */
export function tagsOf(given: Readonly<Record<string, string | null>>): Record<string, string> | undefined {
  const tags = Object.entries(given).flatMap(([name, value]): [string, string][] => {
    const text = value === null ? '' : quote(value).trim()
    return text === '' ? [] : [[name, text]]
  })
  return tags.length === 0 ? undefined : Object.fromEntries(tags)
}
