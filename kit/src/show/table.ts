// Rows of texts as aligned columns.

import { stripVTControlCharacters } from "node:util";

export function alignColumns(rows: readonly (readonly string[])[], gap = "  "): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => shownWidth(row[column] ?? ""))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - shownWidth(cell)))
      .join(gap)
      .trimEnd(),
  );
}

/** Without what only sets the colour. */
function shownWidth(text: string): number {
  return stripVTControlCharacters(text).length;
}
