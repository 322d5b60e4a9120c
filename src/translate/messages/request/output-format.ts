import { accept, type Result } from '../../../refusal/refusal.ts'
import { isObject, type JsonObject } from '../../request/json-object.ts'
import { malformed } from '../../request/losses.ts'
import type { MessageLosses } from './losses.ts'
import { isStrict } from './strict-schema.ts'

/** `response_format` of a chat, for a schema. */
export interface ResponseFormat {
  type: 'json_schema'
  json_schema: { name: string; schema: JsonObject; strict?: true }
}

const configured: ReadonlySet<string> = new Set(['effort', 'format'])

/** `output_config.format`, or `output_format` of the older beta; null where answers are free. */
export function translateOutputFormat(
  body: JsonObject,
  losses: MessageLosses,
): Result<ResponseFormat | null> {
  const config = body['output_config'] ?? {}
  if (!isObject(config)) return malformed('output_config', 'be an object')
  for (const [field, value] of Object.entries(config)) {
    if (!configured.has(field) && value !== null) losses.dropUnknown('output_config.', field)
  }
  const isOlder = (config['format'] ?? null) === null
  const param = isOlder ? 'output_format' : 'output_config.format'
  const format = (isOlder ? body['output_format'] : config['format']) ?? null
  if (format === null) return accept(null)
  if (!isObject(format) || format['type'] !== 'json_schema')
    return malformed(param, 'be an object with the `type` json_schema')
  const { schema } = format
  if (!isObject(schema)) return malformed(`${param}.schema`, 'be a JSON schema')
  const strict = isStrict(schema) && { strict: true as const }
  return accept({ type: 'json_schema', json_schema: { name: 'answer', schema, ...strict } })
}
