/** The schema of a tool's input and of a structured answer: members have names that Tollgate reads elsewhere, too. */
export const city = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const }, model: { type: 'string' as const } },
  required: ['city'],
}

/** A picture, by its first bytes. */
export const picture = 'iVBORw0KGgo='
export const pictureUrl = `data:image/png;base64,${picture}`
