/** https://www.rfc-editor.org/rfc/rfc9923 (FNV-1a), 32 bits. */
const prime = 16_777_619
const basis = 2_166_136_261

/** As many letters and digits, always the same for a text: tells texts apart, protects nothing. */
export function digestOf(text: string, length: number): string {
  let digest = ''
  for (let round = 0; digest.length < length; round++) digest += word(`${round}${text}`)
  return digest.slice(0, length)
}

/** Six letters and digits, of which all are used. */
function word(text: string): string {
  let hash = basis
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), prime)
  return (hash >>> 0).toString(36).padStart(7, '0').slice(-6)
}
