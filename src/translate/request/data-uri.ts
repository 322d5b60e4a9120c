/** What a base64 data URI holds. */
export interface DataUri {
  /** Lower case, without parameters: `image/png`. */
  mediaType: string
  /** Base64, unchecked: the upstream decodes it. */
  data: string
}

/** The type before the comma is looked for no further than this: the rest can be 20 MB. */
const longestHead = 256

/** Whether a URL is a data URI, in whatever case its scheme is written. */
export function isDataUri(url: string): boolean {
  return url.slice(0, 5).toLowerCase() === 'data:'
}

/**
 * A data URI's type and data; null where it is no base64, or empty. The data is a slice, which engines keep as a view
 * of the same memory. https://www.rfc-editor.org/rfc/rfc2397
 */
export function readDataUri(url: string): DataUri | null {
  const comma = url.slice(0, longestHead).indexOf(',')
  if (!isDataUri(url) || comma === -1 || comma === url.length - 1) return null
  const [mediaType = '', ...parameters] = url.slice(5, comma).toLowerCase().split(';')
  if (parameters.at(-1)?.trim() !== 'base64') return null
  return { mediaType: mediaType.trim(), data: url.slice(comma + 1) }
}
