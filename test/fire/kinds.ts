import { chatKinds } from './kinds/chats.ts'
import { otherKinds } from './kinds/others.ts'

/** Everything that is asked for, by name. */
export const kinds = { ...chatKinds, ...otherKinds } as const

export type KindName = keyof typeof kinds
