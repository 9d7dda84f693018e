// The mail that lessons 10 and 11 send: a day's statistics, as a table to read in any mail program.

import { sendMail } from "@daglings/engine";
import type { ColumnTable } from "arquero";

export async function emailStats({
  to,
  day,
  stats,
}: {
  to: string;
  day: string;
  stats: ColumnTable;
}): Promise<void> {
  const names = stats.columnNames();
  const rows = (stats.objects() as Record<string, unknown>[]).map((row) =>
    names.map((name) => String(row[name])),
  );
  await sendMail({
    to,
    subject: `Stats of ${day}`,
    text: textTable([names, ...rows]),
    html: htmlTable(names, rows),
  });
}

function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${lines.join("\n")}\n`;
}

function htmlTable(names: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string) =>
    row.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("\n");
  return `<table border="1" cellpadding="4">\n<tr>${cells(names, "th")}</tr>\n${body}\n</table>\n`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
