/**
 * Splits a migration into its statements by the rule that its file states: `;`, then a blank line or the end. Comments
 * in front of a statement stay with it.
 */
export function statements(sql: string): string[] {
  return sql
    .split(/(?<=;)\n(?:\n+|$)/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '')
}
