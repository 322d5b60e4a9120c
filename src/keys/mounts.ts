import type { Mount } from '../providers/custom.ts'
import { nearest } from '../refusal/nearest.ts'
import type { WrittenProviders } from './config-providers.ts'
import { pathOf } from './strict.ts'

/**
 * Names that a mount may not have, because something else answers there: the doors, their forgiven paths, Tollgate's
 * own pages, and `/cdn-cgi/`, of which no Worker ever hears.
 */
const taken: ReadonlySet<string> = new Set([
  'v1',
  'v1beta',
  'v1alpha',
  'compat',
  'chat',
  'responses',
  'embeddings',
  'models',
  'api',
  'dashboard',
  'health',
  'key',
  'ws',
  'cdn-cgi',
])
const nameForm = /^[a-z\d]+(?:-[a-z\d]+)*$/
const longestName = 32

/**
 * Whether a mount can have this name, in lower case, as far as that is told without the providers' table: no mount may
 * be named like one of its rows either.
 */
export function isMountName(name: string): boolean {
  return name.length <= longestName && nameForm.test(name) && !taken.has(name)
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', '*']

/** What no schema tells of one field alone: names that are taken, and patterns that could match nothing. */
export function findProviderMistake(written: WrittenProviders, known: ReadonlySet<string>): string | null {
  for (const [name, { units = {} }] of Object.entries(written)) {
    const said = pathOf(['providers', name])
    if (taken.has(name) || known.has(name))
      return `${said} must have another name: Tollgate serves something else there`
    if (!isMountName(name))
      return `${said} must be named in words of [a-z0-9] joined by -, at most ${longestName} characters`
    const astray = Object.keys(units).find((pattern) => !isPattern(pattern, name))
    if (astray !== undefined)
      return `${pathOf(['providers', name, 'units', astray])} ${expected(astray, name)}`
  }
  return null
}

function isPattern(pattern: string, mount: string): boolean {
  const [method = '', path = '', ...more] = pattern.split(' ')
  if (!methods.includes(method) || more.length > 0 || !path.startsWith(`/${mount}/`)) return false
  const segments = path.slice(`/${mount}/`.length).replace(/\*$/, '').split('/')
  const last = segments.pop() ?? ''
  const whole = last !== '' || path.endsWith('*')
  return whole && segments.every((part) => isSegment(part)) && (last === '' || isSegment(last))
}

function isSegment(part: string): boolean {
  return /^[^\s/?#%\\*\p{Cc}]+$/u.test(part) && part !== '.' && part !== '..'
}

function expected(pattern: string, mount: string): string {
  const [method = ''] = pattern.split(' ')
  const near = methods.includes(method) ? null : nearest(method, methods)
  const meant = near === null ? '' : ` (did you mean ${near}?)`
  return `must be a method and a path below /${mount}/, as "POST /${mount}/submit/*", with * at its end at most${meant}`
}

/** The mounts, defaults filled in. */
export function mountsOf(written: WrittenProviders): Mount[] {
  return Object.entries(written).map(([name, mount]) => ({
    name,
    gateway: mount.gateway,
    dialect: mount.dialect ?? null,
    prefix: mount.prefix ?? '',
    units: Object.entries(mount.units ?? {}).map(([pattern, { unit, usd }]) => {
      const [method = '', path = ''] = pattern.split(' ')
      return { method, path, unit, usd }
    }),
  }))
}
