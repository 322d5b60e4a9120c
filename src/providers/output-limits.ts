/** The newer name of a chat's output limit comes first; the older one is still held to. */
export const newerLimit = ['max_completion_tokens', 'max_tokens'] as const

/** Both names are held to. */
export const eitherLimit = ['max_tokens', 'max_completion_tokens'] as const

/** The newer name is unknown there. */
export const olderLimit = ['max_tokens'] as const
