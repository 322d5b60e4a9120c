import { boundaryOf, formParts } from '../body/form-parts.ts'
import type { FormBody } from '../body/form.ts'

/** What a form brings: how many files, and the bytes of all that is none. */
export interface FormContent {
  files: number
  textBytes: number
}

/** The content of a form; its fields as they were read do not tell, because long ones are cut and files left out. */
export function contentOf({ bytes }: FormBody, headers: Headers): FormContent {
  const boundary = boundaryOf(headers.get('content-type'))
  const parts = boundary === null ? null : formParts(bytes, boundary)
  if (parts === null) return { files: 0, textBytes: bytes.length }
  const files = parts.filter(({ header }) => /filename\*?=/i.test(header))
  const sizes = parts.map((part) => (files.includes(part) ? 0 : part.end - part.start))
  return { files: files.length, textBytes: sizes.reduce((sum, size) => sum + size, 0) }
}
