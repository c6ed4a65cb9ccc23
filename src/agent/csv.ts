/** @file Rows of comma-separated values that a spreadsheet shows and never runs (RFC 4180; spec messages-calendar 7, attack 20). */

/**
 * What makes a spreadsheet take a cell for a formula, what is not seen in front of it included. Behind a semicolon, a tab or
 * a line end too: where the comma is a decimal mark these part cells, and quotes inside a line part none.
 */
const FORMULA =
  /(^|[;\t\r\n])((?:(?![\r\n])[\s\p{Default_Ignorable_Code_Point}\p{Cc}]){0,40})(?=[=+\-@＝＋－＠﹦﹢﹣﹫])/gu;
/** OWASP's list has these two as well, whatever follows. */
const BLANK_START = /^[\t\r]/;

/** One line, ended by CRLF. What looks like a formula gets an apostrophe in front. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(cell: string): string {
  const marked = cell.replace(FORMULA, "$1'$2");
  const harmless = BLANK_START.test(marked) ? `'${marked}` : marked;
  return /[",;\t\r\n']/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
