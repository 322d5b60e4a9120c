import { type Refused, refuse } from '../../refusal/refusal.ts'
import { fields } from '../dropped.ts'
import { sortFields } from '../sort-fields.ts'
import { isObject, type JsonObject } from './json-object.ts'
import type { Losses } from './losses.ts'

/** Goes through a request's fields by the table: names what is dropped, and tells of the first that is refused. */
export function sortOut(body: JsonObject, losses: Losses): Refused | null {
  const refused = sortFields(body, fields, losses)
  if (refused) {
    const message = `\`${refused.field}\` cannot be asked of a Claude model. ${refused.says}`
    return refuse('bad_request', message, { param: refused.field })
  }
  const options = body['stream_options']
  if (isObject(options)) {
    if (options['include_obfuscation'] === true) losses.drop('stream_options.include_obfuscation')
    for (const [option, value] of Object.entries(options)) {
      if (streamOptions.has(option) || value === null) continue
      losses.dropUnknown('stream_options.', option)
    }
  }
  return null
}

const streamOptions: ReadonlySet<string> = new Set(['include_usage', 'include_obfuscation'])
