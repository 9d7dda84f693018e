// Rows of texts as aligned columns.

import { stripVTControlCharacters } from "node:util";

export function alignColumns(rows: readonly (readonly string[])[], gap = "  "): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  // A last cell may be as long as it likes.
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...rows.map((row) => (column + 1 < row.length ? shownWidth(row[column] ?? "") : 0))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat(Math.max(0, (widths[column] ?? 0) - shownWidth(cell))))
      .join(gap)
      .trimEnd(),
  );
}

/** Without the codes that only set the colour. */
export function shownWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
