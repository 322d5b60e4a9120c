import { objectsIn } from '../body/objects.ts'

/** Members in which people and models talk, or describe data: a model's name there is no choice of a model. */
const talk: ReadonlySet<string> = new Set([
  'const',
  'contents',
  'default',
  'enum',
  'example',
  'examples',
  'generationConfig',
  'input',
  'input_schema',
  'instructions',
  'messages',
  'metadata',
  'output_config',
  'prompt',
  'response_format',
  'schema',
  'system',
  'text',
])

/** Members that choose a model, or several, in any letters that Go takes for these: `model`, `model_id`, `fallbacks`, `analysis_models`, `advisor_model`, … */
const choice = /^(\w+_)?(models?|model_id|fallbacks|preset)$/iu
const quotedChoice = /"(\w+_)?(models?|model_id|fallbacks|preset)"/giu

/** A text of JSON that names a model in more than one place. */
export function namesSeveralModels(text: string): boolean {
  return (text.match(quotedChoice)?.length ?? 0) > 1
}

/** Every model that a request body can reach, wherever it is named: itself, fallbacks, tools, advisers, presets. */
export function modelsNamed(body: Readonly<Record<string, unknown>>): string[] {
  const models: string[] = []
  for (const object of objectsIn(body, (name) => talk.has(name))) {
    for (const [name, member] of Object.entries(object)) {
      if (!choice.test(name)) continue
      const listed: readonly unknown[] = Array.isArray(member) ? member : [member]
      models.push(...listed.filter((item) => typeof item === 'string'))
    }
  }
  return models
}
