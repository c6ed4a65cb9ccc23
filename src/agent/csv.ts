/** @file Rows of comma-separated values that a spreadsheet shows and never runs (RFC 4180; spec messages-calendar 7, attack 20). */

/** What makes a spreadsheet take a cell for a formula, invisible characters in front of it included. */
const FORMULA = /^[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r＝＋－＠]/u;

/** One line, ended by CRLF. Cells that look like a formula get an apostrophe in front. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string): string {
  const harmless = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
