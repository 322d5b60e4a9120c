/** What an upstream does with a request, and how often among a hundred or so. */
export const fateWeights = {
  whole: 62,
  slow: 8,
  'breaks at once': 3,
  'breaks late': 1,
  'breaks midway': 4,
  'breaks in a chunk': 3,
  stalls: 1,
  'stalls before the head': 1,
  garbage: 3,
  'is refused': 2,
  'is limited': 3,
  'is limited for a while': 2,
  fails: 3,
  'is overloaded': 2,
  'is given up': 1,
  'errs midway': 2,
} as const

export type FateName = keyof typeof fateWeights
