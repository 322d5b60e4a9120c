const longest = 200
/** Code units looked at, so that megabytes of nothing cost nothing. */
const looked = 4_000

/**
 * Control characters, line and paragraph separators, and the marks that turn the direction of writing: they forge
 * lines in a log and other words on a page. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const unsafe = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/**
 * Text that came from a client or an upstream, fit for a message, a row, a log or metadata: at most 200 characters
 * (code points), no control characters, well-formed. It adds no quotation marks.
 */
export function quote(text: string): string {
  const clean = text.slice(0, looked).toWellFormed().replace(unsafe, '')
  return clean.length <= longest ? clean : Array.from(clean).slice(0, longest).join('')
}

/**
 * The same text for a header's value: percent-encoded, legible where it can be, and safe as one member of a list
 * (`,` and `;` are encoded too). `decodeURIComponent` turns it back.
 */
export function headerText(text: string): string {
  return encodeURI(quote(text)).replaceAll(',', '%2C').replaceAll(';', '%3B')
}
