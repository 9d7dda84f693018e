// What is in a file: a CSV as a table that can be sorted, JSON folded, everything else as text. Whatever a task has written is
// shown as text, and obeyed nowhere.

import { memo } from "preact/compat";
import { useMemo, useState } from "preact/hooks";
import { Empty } from "./panel.tsx";
import { isNumber, parseCsv, sortRows } from "./parse-csv.ts";
import { count } from "./words.ts";

/** The number of rows that are drawn. */
const mostRows = 300;
/** The number of letters of other texts that are drawn. */
const mostLetters = 200_000;

interface FileViewProps {
  readonly path: string;
  readonly text: string;
}

/** Drawn again only when it is another text: while time is turned back, it most often is the same. */
export const FileView = memo(({ path, text }: FileViewProps) => {
  if (text === "") return <Empty>The file is empty.</Empty>;
  if (path.endsWith(".csv")) return <CsvTable text={text} path={path} />;
  if (path.endsWith(".json")) {
    const value = parsed(text);
    if (value !== undefined) {
      return (
        <div class="json" tabIndex={0} role="group" aria-label={path}>
          <Json value={value} name={null} depth={0} />
        </div>
      );
    }
  }
  return (
    <>
      {text.length > mostLetters && (
        <p class="file-by">
          The first {mostLetters.toLocaleString("en")} of {count(text.length, "letter")} are shown.
        </p>
      )}
      <pre class="log" tabIndex={0} role="group" aria-label={path}>
        {text.slice(0, mostLetters)}
      </pre>
    </>
  );
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function CsvTable({ text, path }: { readonly text: string; readonly path: string }) {
  const table = useMemo(() => parseCsv(text), [text]);
  const [order, setOrder] = useState<{ column: number; isDown: boolean } | null>(null);
  const rows = useMemo(
    () => (order ? sortRows(table.rows, order.column, order.isDown) : table.rows),
    [table, order],
  );
  const isNumeric = table.names.map((_, column) => table.rows.every((row) => isNumber(row[column] ?? "")));
  return (
    <div class="table-box" tabIndex={0} role="group" aria-label={path}>
      <table class="data">
        <caption>
          {count(rows.length, "row")}
          {rows.length > mostRows ? `, the first ${mostRows} are shown` : ""}
        </caption>
        <thead>
          <tr>
            {table.names.map((name, column) => {
              const isSorted = order?.column === column;
              return (
                <th
                  key={column}
                  scope="col"
                  aria-sort={isSorted ? (order.isDown ? "descending" : "ascending") : "none"}
                  class={isNumeric[column] ? "number" : ""}
                >
                  <button
                    type="button"
                    class="link"
                    onClick={() => setOrder({ column, isDown: isSorted ? !order.isDown : false })}
                  >
                    {name === "" ? "(no name)" : name}
                    <span aria-hidden="true">{isSorted ? (order.isDown ? " ↓" : " ↑") : ""}</span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, mostRows).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} class={isNumeric[column] ? "number" : ""}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What is folded is not drawn: of a large file it would be a hundred thousand lines. */
function Json({
  value,
  name,
  depth,
}: {
  readonly value: unknown;
  readonly name: string | null;
  readonly depth: number;
}) {
  const [isOpen, setOpen] = useState(depth === 0);
  const label = name === null ? "" : `${name}: `;
  if (typeof value !== "object" || value === null) {
    return (
      <div class="json-leaf">
        <span class="json-name">{label}</span>
        <span class={`json-${value === null ? "null" : typeof value}`}>{JSON.stringify(value)}</span>
      </div>
    );
  }
  const entries = Object.entries(value as Record<string, unknown>);
  const isList = Array.isArray(value);
  const short = JSON.stringify(value).slice(0, 90);
  if (entries.length > 0 && depth > 0 && short.length < 90) {
    return (
      <div class="json-leaf">
        <span class="json-name">{label}</span>
        <span>{short}</span>
      </div>
    );
  }
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <span class="json-name">{label}</span>
        {isList ? count(entries.length, "item") : count(entries.length, "field")}
      </summary>
      {isOpen && (
        <div class="json-inner">
          {entries.slice(0, mostRows).map(([key, each]) => (
            <Json key={key} value={each} name={key} depth={depth + 1} />
          ))}
          {entries.length > mostRows && <p class="empty">… and {entries.length - mostRows} more</p>}
        </div>
      )}
    </details>
  );
}
