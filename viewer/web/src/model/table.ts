/** A table of answers: what a 3D view shows, as rows. */
export type Cell = string | number | null;

export interface Column {
  key: string;
  title: string;
  unit: string;
  /** how a number is printed */
  digits?: number;
  year?: boolean;
}

export interface Table {
  columns: Column[];
  rows: Cell[][];
}

/** Rows in rising or falling order of one column; what is not known comes last either way. Does not change `rows`. */
export function sortRows(rows: Cell[][], column: number, falling: boolean, language: string): Cell[][] {
  const collator = new Intl.Collator(language, { numeric: true });
  const compare = (a: Cell, b: Cell): number => {
    if (typeof a === 'number' && typeof b === 'number') return a - b;
    return collator.compare(String(a), String(b));
  };
  return [...rows].sort((left, right) => {
    const [a, b] = [left[column] ?? null, right[column] ?? null];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return falling ? compare(b, a) : compare(a, b);
  });
}

/** RFC 4180 with a byte-order mark for spreadsheets; numbers with a point; text that a spreadsheet would run as a formula is quoted. */
export function toCsv(table: Table): string {
  const field = (value: Cell): string => {
    if (value === null) return '';
    if (typeof value === 'number') return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  const head = table.columns.map((column) => field(column.unit === '' ? column.title : `${column.title} (${column.unit})`));
  const lines = [head, ...table.rows.map((row) => row.map(field))];
  return '\ufeff' + lines.map((line) => line.join(',')).join('\r\n') + '\r\n';
}
