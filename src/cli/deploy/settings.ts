import type { DeployPorts, Step } from './ports.ts'
import type { Settings } from './standing.ts'

/** What is set by this deploy. The rest of the Worker's settings stay as they are. */
export interface ChosenSettings {
  vars: Record<string, string>
  secrets: Record<string, string>
  /** What the Worker will do without. */
  absent: string[]
}

interface Setting {
  name: string
  secret: boolean
  question: string
  /** What nothing typed means; null: the Worker does without. */
  otherwise: string | null
  form: RegExp
  expected: string
}

const settings: readonly Setting[] = [
  {
    name: 'GATEWAY_ID',
    secret: false,
    question: 'Name of the AI Gateway [default]: ',
    otherwise: 'default',
    form: /^[\w-]{1,64}$/,
    expected: 'letters, digits, - and _',
  },
  {
    name: 'CF_AIG_TOKEN',
    secret: true,
    question:
      'API token with the permission "AI Gateway: Run" (it is not shown; empty for a gateway without authentication): ',
    otherwise: null,
    form: /^[!-~]+$/,
    expected: 'a token without blank space',
  },
]

/** Tries before a person is let go. */
const tries = 3

/**
 * What the Worker lacks: from the environment, else from the person. What it has is not asked for again, but a variable
 * of the environment replaces it.
 */
export async function chooseSettings(
  { env, person }: Pick<DeployPorts, 'env' | 'person'>,
  account: string,
  there: Settings,
): Promise<Step<ChosenSettings>> {
  const chosen: ChosenSettings = { vars: {}, secrets: {}, absent: [] }
  const gatewayAccount = env['ACCOUNT_ID']?.trim() || (there.has('ACCOUNT_ID') ? null : account)
  const put = (name: string, value: string, secret: boolean): void => {
    // A variable cannot take the name of a secret.
    const kept = secret || there.get(name) === 'secret' ? chosen.secrets : chosen.vars
    kept[name] = value
  }
  if (gatewayAccount !== null) put('ACCOUNT_ID', gatewayAccount, false)
  for (const setting of settings) {
    const { name, secret, otherwise, form, expected } = setting
    const given = env[name]?.trim() || null
    if (given === null && there.has(name)) continue
    if (given !== null && !form.test(given)) return { ok: false, message: `${name} must be ${expected}.` }
    const value = given ?? (person === null ? null : await asked(setting, person))
    if (value === null && person !== null && otherwise !== null)
      return { ok: false, message: `${name} must be ${expected}.` }
    if (value !== null) put(name, value, secret)
    else if (otherwise === null) chosen.absent.push(name)
  }
  return { ok: true, value: chosen }
}

async function asked(
  { name, secret, question, otherwise, form, expected }: Setting,
  person: NonNullable<DeployPorts['person']>,
): Promise<string | null> {
  let again = ''
  for (let tried = 0; tried < tries; tried++) {
    const typed = await (secret ? person.askSecret(again + question) : person.ask(again + question))
    if (typed === '') return otherwise
    if (form.test(typed)) return typed
    again = `${name} must be ${expected}.\n`
  }
  return null
}
