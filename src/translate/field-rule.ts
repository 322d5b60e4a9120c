/** What becomes of a field of a request on its way to another API. */
export type FieldRule = {
  /** A value with which the field asks for nothing, so that its loss is none; null always does. */
  idle: Idle
} & (
  | {
      /** `passed`: said in the other language. `dropped`: named in `tollgate-dropped`. */
      fate: 'passed' | 'dropped'
    }
  | {
      /** 400, by name. */
      fate: 'refused'
      /** For the person who asks why. What is to be said of the others stands in a `dropped-says.ts`. */
      says: string
    }
)
type Idle = (value: unknown) => boolean

const never: Idle = () => false

export const passed = { fate: 'passed', idle: never } as const
export const alwaysDropped = dropped(never)

export function dropped(idle: Idle) {
  return { fate: 'dropped', idle } as const
}

export function refused(says: string, idle: Idle = never) {
  return { fate: 'refused', says, idle } as const
}

/** Idle is this value alone. */
export function is(idle: unknown): Idle {
  return (value) => value === idle
}

/** Idle is a list or an object with nothing in it. */
export function empty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0
}

/** The names of a table's refused fields. */
export type RefusedOf<Rules extends Record<string, FieldRule>> = {
  [Field in keyof Rules]: Rules[Field]['fate'] extends 'refused' ? Field : never
}[keyof Rules]
