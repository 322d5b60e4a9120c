import { objectsIn } from '../body/objects.ts'

/** Members in which people and models talk, or describe data: a model's name there is no choice of a model. */
const talk: ReadonlySet<string> = new Set([
  'contents',
  'generationConfig',
  'input',
  'input_schema',
  'instructions',
  'messages',
  'metadata',
  'output_config',
  'parameters',
  'prompt',
  'response_format',
  'schema',
  'system',
  'text',
])

const oneModel = ['model', 'fallback_model', 'advisor_model'] as const
const manyModels = ['models', 'fallbacks', 'fallback_models'] as const

/** The members that `modelsNamed` reads. */
export const modelMembers: readonly string[] = [...oneModel, ...manyModels]

/** A text of JSON that names a model in more than one place, or in a way that is seen only by decoding it. */
export function namesSeveralModels(text: string): boolean {
  const quoted = /"(model|fallback_model|advisor_model|models|fallbacks|fallback_models)"/g
  return (text.match(quoted)?.length ?? 0) > 1
}

/** Every model that a request body can reach, wherever it is named: itself, fallbacks, tools, advisers. */
export function modelsNamed(body: Readonly<Record<string, unknown>>): string[] {
  const models: string[] = []
  for (const object of objectsIn(body, (name) => talk.has(name))) {
    for (const name of oneModel) {
      const member = object[name]
      if (typeof member === 'string') models.push(member)
    }
    for (const name of manyModels) {
      const member = object[name]
      const listed = Array.isArray(member) ? member : [member]
      models.push(...listed.filter((item) => typeof item === 'string'))
    }
  }
  return models
}
