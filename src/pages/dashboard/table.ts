import { element } from '../document.ts'

export interface Column<Row> {
  head: string
  /** A number, at the end of its cell. */
  number?: boolean
  text(row: Row): string
}

/** Fills a table: a line of heads, and a row each. The first column names its row. Without rows the table is empty. */
export function fillTable<Row>(
  table: HTMLTableElement,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  if (rows.length === 0) return table.replaceChildren()
  const classOf = ({ number }: Column<Row>): string => (number === true ? 'number' : 'name')
  const heads = columns.map((column) =>
    element('th', { scope: 'col', class: column.number === true ? 'number' : null }, column.head),
  )
  const lines = rows.map((row) =>
    element(
      'tr',
      {},
      ...columns.map((column, index) =>
        index === 0
          ? element('th', { scope: 'row' }, column.text(row))
          : element('td', { class: classOf(column) }, column.text(row)),
      ),
    ),
  )
  table.replaceChildren(element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...lines))
}
