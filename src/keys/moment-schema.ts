import * as z from 'zod/mini'

const error =
  'must be a date that exists, as "2027-06-30", or an ISO time with its zone, as "2027-06-30T12:00:00Z"'

const momentForm =
  /^\d{4}-\d\d-\d\d(?:T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d))?$/

/** `2027-06-30`, `2027-06-30T12:00Z`, `2027-06-30T12:00:00.5+02:00`. zod's own dates bring its times and durations. */
export const momentSchema = z
  .string({ error })
  .check(z.refine((text) => momentForm.test(text) && isDay(text.slice(0, 10)), { error }))

/** Whether the calendar has the day: 30 February would be read as a day in March. */
function isDay(day: string): boolean {
  const read = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day)
}
