// CSV as pandas writes it: a field is quoted only if it must be, and lines end with a newline. A carriage return alone
// does not end a line, and needs no quotes, except at the end of a row: there it would look like part of the line's end.

export function csvText(rows: readonly (readonly string[])[]): string {
  return rows
    .map((row) => `${row.map((field, column) => quoted(field, column === row.length - 1)).join(",")}\n`)
    .join("");
}

function quoted(field: string, isLast: boolean): string {
  return /[",\n]/.test(field) || (isLast && field.endsWith("\r"))
    ? `"${field.replaceAll('"', '""')}"`
    : field;
}

export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  // A field with or without quotes, and what ends it.
  for (const [, inQuotes, bare = "", end = ""] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|((?:[^",\r\n]|\r(?!\n))*))(,|\r?\n|$)/g,
  )) {
    if (end === "" && row.length === 0 && inQuotes === undefined && bare === "") break; // after the last newline
    row.push(inQuotes?.replaceAll('""', '"') ?? bare);
    if (end === ",") continue;
    rows.push(row);
    row = [];
    if (end === "") break;
  }
  return rows;
}
